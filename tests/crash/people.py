"""Those who go on with their work while processes are killed: customers' mail servers, an agent, and the killer."""

import contextlib
import random
import smtplib
import threading
import time
from email.message import EmailMessage

import httpx
import psutil
import psycopg

from careline.core.database import locate

ADDRESS = "support@radhaus.example"
OWNER = {"email": "owner@radhaus.example", "password": "correct horse battery staple"}


def mail(number):
    """One customer's mail; every seventh has an attachment, every fifth answers the one before."""
    message = EmailMessage()
    message["From"] = f"Customer {number} <customer{number % 200}@people.example>"
    message["To"] = ADDRESS
    message["Subject"] = f"Question number {number}"
    message["Message-ID"] = f"<question.{number}@people.example>"
    message["Date"] = "Mon, 02 Nov 2026 09:00:00 +0100"
    if number % 5 == 4:
        message["In-Reply-To"] = f"<question.{number - 200}@people.example>"
    message.set_content(f"Where is my order number {number}?\n")
    if number % 7 == 0:
        message.add_attachment(
            f"photo {number}".encode() * 100, maintype="image", subtype="png", filename="p.png"
        )
    return message


class MailServer(threading.Thread):
    """Hands over its share of the mails, as an MTA does: again and again, until each is acknowledged with 250."""

    def __init__(self, port, numbers):
        super().__init__(daemon=True)
        self.port, self.numbers, self.tries = port, numbers, 0

    def run(self):
        for number in self.numbers:
            raw = mail(number).as_bytes()  # the same bytes at each try
            while not self._hand_over(raw):
                time.sleep(0.2)

    def _hand_over(self, raw):
        self.tries += 1
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
                client.sendmail("customer@people.example", [ADDRESS], raw)
        except (OSError, smtplib.SMTPException):
            return False
        return True


class Killer(threading.Thread):
    """Kills web, worker and PostgreSQL at random moments, `times` times in all."""

    def __init__(self, desk, *, times, seed=7):
        super().__init__(daemon=True)
        self.desk, self.times, self.chance = desk, times, random.Random(seed)
        self.killed = []

    def run(self):
        while len(self.killed) < self.times:
            time.sleep(self.chance.uniform(0.3, 2.5))
            name = self.chance.choice(("web", "worker", "worker", "database"))
            with contextlib.suppress(psutil.Error, KeyError):
                self.desk.children()[name].kill()
                self.killed.append(name)


def connect(desk):
    """A connection to the installation's own database."""
    return psycopg.connect(locate(desk.home).dsn, autocommit=True)


def ask(desk, query, *values):
    """The rows of a query, also while the database comes and goes."""
    limit = time.monotonic() + 90
    while True:
        try:
            with connect(desk) as connection:
                return connection.execute(query, values).fetchall()
        except psycopg.Error:
            assert time.monotonic() < limit
            time.sleep(0.3)


WAITING = """
SELECT t.id, (SELECT min(m.from_email) FROM tickets_message m WHERE m.ticket_id = t.id AND m.author = 'customer')
FROM tickets_ticket t
WHERE NOT EXISTS (SELECT 1 FROM tickets_message m WHERE m.ticket_id = t.id AND m.author = 'agent')
ORDER BY t.id LIMIT 20
"""


class Agent(threading.Thread):
    """The owner, who answers tickets in the browser, and tries again when the page didn't come."""

    def __init__(self, desk, *, replies):
        super().__init__(daemon=True)
        self.desk, self.replies, self.done = desk, replies, 0
        self.client = httpx.Client(base_url=desk.url, timeout=20, follow_redirects=True)

    def run(self):
        while self.done < self.replies:
            for ticket, sender in ask(self.desk, WAITING):
                if self.done < self.replies:
                    self._answer(ticket, sender)
            time.sleep(0.2)

    def _answer(self, ticket, sender):
        words = f"Answer to ticket {ticket}: it is on its way."
        while not ask(self.desk, "SELECT 1 FROM tickets_message WHERE text LIKE %s", f"%{words}%"):
            try:
                self.client.post(
                    f"/tickets/{ticket}/reply/",
                    data={
                        "html": f"<div>{words}</div>",
                        "to": sender,
                        "anyway": "999999999",
                        "csrfmiddlewaretoken": self._token(ticket),
                    },
                    headers={"Referer": self.desk.url},
                )
            except httpx.HTTPError:
                time.sleep(0.3)
        self.done += 1

    def _token(self, ticket):
        self.client.get(f"/tickets/{ticket}/")
        return self.client.cookies.get("csrftoken", "")


def set_up(desk):
    """Open the house: company and owner by the set-up page. Returns the owner's logged-in client."""
    client = httpx.Client(base_url=desk.url, timeout=30, follow_redirects=True)
    client.get("/setup/")
    answer = client.post(
        "/setup/",
        data={
            **OWNER,
            "company": "Radhaus",
            "name": "Mirela Popa",
            "time_zone": "Europe/Berlin",
            "language": "en",
            "team": "Support",
            "csrfmiddlewaretoken": client.cookies["csrftoken"],
        },
        headers={"Referer": desk.url},
    )
    assert answer.status_code == 200, answer.text
    return client
