"""The judge: what a right function, a wrong one, and one that reaches outside are called."""

import pytest

from models.code.judge import judge
from models.code.measure import judged
from models.code.tasks import TASKS

RIGHT = {
    "add": "return a + b",
    "square": "return x * x",
    "is_even": "return n % 2 == 0",
    "larger": "return a if a > b else b",
    "reverse": "return s[::-1]",
    "last": "return items[-1]",
    "double_all": "return [2 * item for item in items]",
    "count_vowels": "return sum(c in 'aeiou' for c in s)",
    "factorial": "return n * factorial(n - 1) if n else 1",
    "to_celsius": "return (f - 32) * 5 / 9",
    "is_palindrome": "return s == s[::-1]",
    "total": "return sum(items)",
    "average": "return sum(items) / len(items)",
    "first_upper": "return s[:1].upper() + s[1:]",
    "only_even": "return [item for item in items if item % 2 == 0]",
    "count_words": "return len(s.split())",
    "fizzbuzz": "return ('Fizz' * (n % 3 == 0) + 'Buzz' * (n % 5 == 0)) or n",
    "is_prime": "return n > 1 and all(n % i for i in range(2, n))",
    "unique": "return list(dict.fromkeys(items))",
    "second_largest": "return sorted(items)[-2]",
    "absolute": "return -x if x < 0 else x",
    "power": "return a**b",
    "starts_with_a": "return s[:1] == 'a'",
    "between": "return min(max(x, low), high)",
}


@pytest.mark.parametrize("task", TASKS, ids=[task.name for task in TASKS])
def test_a_right_function_passes_its_checks_and_one_that_gives_nothing_does_not(task):
    right = judge(f"def {task.signature}:\n    {RIGHT[task.name]}\n", task.checks)
    assert right == {"verdict": "right", "detail": "", "passed": len(task.checks)}
    wrong = judge(f"def {task.signature}:\n    return None\n", task.checks)
    assert wrong["verdict"] in ("wrong", "fails") and wrong["passed"] < len(task.checks)


@pytest.mark.parametrize(
    ("source", "checks", "verdict", "detail"),
    [
        ("def f(x):\n    return x +\n", (), "unreadable", "invalid syntax"),
        ("def f(x):\n    return x\n", ("f(1) ==",), "unreadable", "invalid syntax"),
        ('def f(x):\n    """Doc."""\n    pass\n', ("f(1) == 1",), "empty", ""),
        ("def f(x):\n    return x + 1\n", ("f(1) == 2", "f(2) == 4"), "wrong", "f(2) == 4: 3"),
        ("def f(x):\n    return 1 / x\n", ("f(0) == 0",), "fails", "f(0) == 0: ZeroDivisionError: division by zero"),
        ("def f(x):\n    import os\n", (), "refused", "import"),
        ("def f(x):\n    return open(x)\n", (), "refused", "open"),
        ("def f(x):\n    return x.__class__\n", (), "refused", "__class__"),
        ("def f(x):\n    return x\n", ("f.__globals__",), "refused", "__globals__"),
        ("def f(x):\n    return input()\n", ("f(1) == 1",), "input", "input"),
        ("def f(x):\n    print(x)\n    return x\n", ("f('a') == 'a'",), "right", ""),
        ("x = 1\n", (), "empty", ""),
    ],
)
def test_what_becomes_of_a_function(source, checks, verdict, detail):
    told = judge(source, list(checks))
    assert (told["verdict"], told["detail"]) == (verdict, detail)


def test_a_long_value_is_cut():
    told = judge("def f(x):\n    return 'a' * 10_000\n", ["f(1) == 1"])
    assert told["verdict"] == "wrong" and len(told["detail"]) < 250


def test_a_function_without_an_end_is_ended():
    assert judged("def f(x):\n    while True:\n        pass\n", ("f(1) == 1",))["verdict"] == "endless"
    assert judged("def f(x):\n    return x\n", ("f(1) == 1",))["verdict"] == "right"
