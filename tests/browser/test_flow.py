"""A ticket over time: snoozed by key and plain words, woken by the customer; tasks, reminders, and a timer."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from careline.testing.world import make_ticket
from careline.tickets.actions.add_task import add_task
from careline.tickets.models import Status, TimeEntry
from tests.browser.test_desk import mail_arrives


def test_a_ticket_is_snoozed_by_keys_alone_and_comes_back_when_the_customer_writes(world, desk, shot):
    ticket = make_ticket(world.support, world.customer, subject="Squeaking saddle")
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.locator("#main").focus()
    page.keyboard.press("z")
    field = page.locator("#snooze input[name=when]")
    expect(field).to_be_visible()
    shot(page, "snooze-menu")
    field.fill("in 3 days")
    expect(page.locator("#snooze-understood button")).to_contain_text("09:00")
    field.press("Enter")
    expect(page.locator("#thread .event-line", has_text="snoozed this until")).to_be_visible()
    expect(page.locator("#snooze")).to_be_hidden()
    expect(page.locator(f"#row-{ticket.pk}")).to_have_count(0)
    shot(page, "snoozed")
    mail_arrives(world, text="Any news?", ticket=ticket)
    expect(page.locator("#thread .event-line", has_text="the customer wrote")).to_be_visible(timeout=5000)
    expect(page.locator(f"#row-{ticket.pk}")).to_be_visible(timeout=5000)


def test_a_preset_is_one_press_and_the_toast_takes_it_back(world, desk, shot):
    ticket = make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=390, height=844, scheme="dark")
    page.get_by_role("button", name="More", exact=True).first.click()
    page.locator("#more").get_by_role("button", name="Snooze").click()
    expect(page.locator("#snooze .menu__item").first).to_be_visible()
    shot(page, "snooze-menu-phone-dark")
    page.locator("#snooze").get_by_role("button", name="Tomorrow morning").click()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#thread .event-line", has_text="woke this")).to_be_visible()


def test_a_task_and_a_reminder_are_written_beside_the_ticket(world, desk, shot):
    ticket = make_ticket(world.support, world.customer, subject="Squeaking saddle")
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.get_by_text("Add a task").click()
    tasks = page.locator("#side-tasks")
    tasks.get_by_label("What is to be done").fill("Order the part")
    tasks.get_by_label("By when").fill("in 3 days")
    tasks.get_by_role("button", name="Add", exact=True).click()
    expect(tasks.locator(".to-do", has_text="Order the part")).to_be_visible()
    page.locator("#side-reminders > summary").click()
    reminders = page.locator("#side-reminders")
    reminders.get_by_label("Remind me").fill("tomorrow")
    reminders.get_by_label("Of what").fill("Has it come?")
    reminders.get_by_role("button", name="Remind me").click()
    expect(reminders.locator(".to-do", has_text="Has it come?")).to_be_visible()
    shot(page, "tasks")
    page.locator("body").press("e")
    expect(page.get_by_role("dialog")).to_contain_text("1 task in this ticket is not done")
    shot(page, "tasks-open")
    page.get_by_role("button", name="Solve all the same").click()
    expect(page.locator("#ticket-head .status").first).to_have_text("Solved")


def test_a_timer_survives_a_reload_and_its_time_can_be_corrected(world, desk, shot):
    ticket = make_ticket(world.support, world.customer, subject="Squeaking saddle")
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.locator("#side-time > summary").click()
    page.get_by_role("button", name="Start the timer").click()
    timer = page.get_by_role("timer")
    expect(timer).to_have_text("0:00:02", timeout=5000)
    TimeEntry.objects.update(running_since=timezone.now() - timedelta(minutes=12))
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text("0:12:")
    shot(page, "timer")
    page.locator("#side-time").get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Start the timer")).to_be_visible()
    page.locator("#side-time .to-do__words > summary").click()
    page.get_by_label("Time spent").first.fill("0:10")
    page.get_by_label("Why it is corrected").fill("Coffee")
    shot(page, "time-correcting")
    page.get_by_role("button", name="Correct").click()
    expect(page.locator("#side-time .panel__count")).to_have_text("0:10")


def test_send_and_solve_warns_of_open_tasks_and_one_more_press_goes_on(world, desk, shot):
    ticket = make_ticket(world.support, world.customer, subject="The part")
    add_task(ticket, "Order the part", owner=world.ana, due_at=None, by=world.ana)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    expect(page.locator("#side-tasks")).to_contain_text("Order the part")
    page.locator("#reply-text").click()
    page.locator(".composer__text--reply[data-rich]").wait_for()
    page.keyboard.type("Here you are.")
    for _again in range(2):
        page.locator("#composer [popovertarget=ways]").click()
        page.locator("#ways").get_by_role("button", name="Send and solve").click()
        if not _again:
            expect(page.locator("#composer [data-warning]")).to_contain_text("1 task is still open")
            shot(page, "solve-with-open-task")
            assert ticket.messages.filter(author="agent").count() == 0
    expect(page.locator(".message--ours")).to_be_visible()
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED
