import pytest

pytestmark = pytest.mark.urls("careline.ui.tests.urls")


def test_a_chosen_theme_is_on_the_next_page_before_any_script_runs(client):
    client.post("/ui/look/", {"theme": "dark", "density": "compact"})
    page = client.get("/template/404.html").content.decode()
    assert 'data-theme="dark" data-density="compact"' in page


def test_choosing_one_thing_leaves_the_other(client):
    client.post("/ui/look/", {"theme": "dark"})
    client.post("/ui/look/", {"density": "compact"})
    assert 'data-theme="dark" data-density="compact"' in client.get("/template/404.html").content.decode()


def test_unknown_words_and_forged_cookies_change_nothing(client):
    client.post("/ui/look/", {"theme": '"><script>', "density": "none"})
    client.cookies["careline_look"] = '"><script>.x'
    page = client.get("/template/404.html").content.decode()
    assert "data-theme" not in page and 'data-density="comfortable"' in page


def test_looking_changes_nothing_by_get(client):
    assert client.get("/ui/look/").status_code == 405


def test_the_way_back_never_leaves_the_house(client):
    away = client.post("/ui/look/", {"theme": "dark"}, headers={"Referer": "https://evil.example/"})
    home = client.post("/ui/look/", {"theme": "dark"}, headers={"Referer": "http://testserver/area/"})
    assert (away.url, home.url) == ("/", "http://testserver/area/")
