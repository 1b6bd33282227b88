"""Plays a person in front of the playground's page with a headless Chromium.

usage: browser_story.py URL SCREENSHOT
Exits 0 when every step was seen; prints what it did.
"""

import sys

from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

# The other suites run beside this one on two cores.
SECONDS = 120


def test_id(name):
    return f'[data-test="{name}"]'


class Person:
    def __init__(self, url):
        options = webdriver.ChromeOptions()
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"):
            options.add_argument(flag)
        options.binary_location = "/usr/bin/chromium"
        self.browser = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
        self.browser.get(url)

    def until(self, what, look):
        """Waits for what `look` returns; an element that is redrawn meanwhile is looked for again."""

        def attempt(_):
            try:
                return look()
            except StaleElementReferenceException:
                return None

        seen = WebDriverWait(self.browser, SECONDS, poll_frequency=0.1).until(attempt, f"not seen: {what}")
        print("seen:", what, flush=True)
        return seen

    def all(self, name):
        return self.browser.find_elements(By.CSS_SELECTOR, test_id(name))

    def card(self, path):
        cards = [m for m in self.all("message") if path in m.text and m.find_elements(By.CSS_SELECTOR, test_id("action"))]
        return cards[-1] if cards else None

    def button(self, path, label):
        card = self.card(path)
        for button in card.find_elements(By.CSS_SELECTOR, test_id("action")) if card else []:
            if label in button.text:
                return button
        return None

    def press(self, path, label):
        def click():
            button = self.button(path, label)
            if button is None:
                return None
            self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
            button.click()
            if label == "Approve":
                # A card asks once more before it merges.
                try:
                    self.browser.switch_to.alert.accept()
                except NoAlertPresentException:
                    pass
            return True

        self.until(f"{label} pressed on {path}", click)

    def become(self, name):
        chooser = Select(self.until("the people", lambda: self.all("person"))[0])
        [wanted] = [option.text for option in chooser.options if name in option.text]
        chooser.select_by_visible_text(wanted)


def main(url, screenshot):
    person = Person(url)
    try:
        person.until("the channel's history", lambda: len(person.all("message")) > 5)
        person.become("Maya")
        person.all("push-1")[0].click()
        for path in ("shop/products.py", "shop/settings.py", "web/reviews.js"):
            person.until(f"a card about {path} with a question", lambda: person.button(path, "Approve"))
        person.until("a card about the secret, which nobody knew", lambda: person.card("shop/mailer.py"))

        person.press("shop/products.py", "Why")
        person.until("an answer for Maya alone", lambda: person.all("only-you"))
        person.browser.save_screenshot(screenshot)

        person.press("shop/products.py", "Approve")
        person.until(
            "the card decided, its buttons gone",
            lambda: person.button("shop/products.py", "Approve") is None and "Maya" in person.card("shop/products.py").text,
        )

        person.press("shop/settings.py", "Reject")
        # It opens at once, and what it asks is filled in afterwards.
        modal = person.until("the dialog that asks why", lambda: person.all("modal-input") and person.all("modal"))[0]
        for field in modal.find_elements(By.CSS_SELECTOR, test_id("modal-input")):
            if field.tag_name == "select":
                Select(field).select_by_index(1)
            else:
                field.send_keys("We read this file with our own loader.")
        modal.find_element(By.CSS_SELECTOR, test_id("modal-submit")).click()
        person.until("the rejected card without buttons", lambda: person.button("shop/settings.py", "Reject") is None)

        composer = person.all("composer-text")[0]
        for number, done in ((3, "Pushed as"), (4, "1 suggestion to commit")):
            composer.send_keys(f"/codehealer fix acme/shop#{number}")
            person.all("send")[0].click()
            name = f"for acme/shop#{number}"
            person.until(f"a question about #{number}", lambda: person.button(name, "Approve"))
            if number == 3:
                person.browser.execute_script("arguments[0].scrollIntoView({block: 'start'})", person.card(name))
                person.browser.save_screenshot(screenshot.replace(".png", "-fix.png"))
            person.press(name, "Approve")
            person.until(f"what was done on #{number}", lambda: done in person.card(name).text)
        person.browser.execute_script("arguments[0].scrollIntoView({block: 'start'})", person.card("for acme/shop#3"))
        person.browser.save_screenshot(screenshot.replace(".png", "-fixed.png"))

        composer.send_keys("/codehealer status")
        person.all("send")[0].click()
        person.until("an answer to the command", lambda: len(person.all("only-you")) > 1)

        person.all("app-home")[0].click()
        person.until("App Home", lambda: person.all("home") and len(person.all("home")[0].text) > 40)
        person.all("git-tab")[0].click()
        person.until("the pull requests", lambda: len(person.all("pull")) > 3)
    finally:
        person.browser.quit()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
