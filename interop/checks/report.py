"""The lines that the checks print."""
import time

SHOWN = 8


class Report:
  def __init__(self):
    self.passed = self.failed = self.skipped = 0
    self.since = time.monotonic()

  def result(self, name, problems, note=""):
    """One line for a check; each problem is a line of text below it."""
    problems = list(problems)
    note = f" ({note})" if note else ""
    if problems:
      self.failed += 1
      print(f"not ok {name}{note}")
      for problem in problems[:SHOWN]:
        print(f"  {problem}")
      if len(problems) > SHOWN:
        print(f"  and {len(problems) - SHOWN} more")
    else:
      self.passed += 1
      print(f"ok {name}{note}")

  def refused(self, name, said_no, what=""):
    """A planted mistake: the tool must have said no."""
    self.result(name, [] if said_no else [f"a planted mistake was accepted {what}".rstrip()])

  def skip(self, name, why):
    self.skipped += 1
    print(f"skipped {name}: {why}")

  def end(self):
    print(f"in {time.monotonic() - self.since:.0f} seconds")
    print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped", flush=True)
    return 1 if self.failed else 0
