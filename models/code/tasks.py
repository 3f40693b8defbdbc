"""Small functions that everybody can check by hand, each with the checks that decide. No torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    signature: str
    docstring: str
    checks: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.signature.partition("(")[0]


TASKS = (
    Task("add(a, b)", "Return the sum of a and b.", ("add(2, 3) == 5", "add(-1, 1) == 0")),
    Task("square(x)", "Return x squared.", ("square(3) == 9", "square(-2) == 4")),
    Task("is_even(n)", "Return True if n is even.", ("is_even(4) == True", "is_even(7) == False")),
    Task("larger(a, b)", "Return the larger of a and b.", ("larger(2, 5) == 5", "larger(9, 1) == 9")),
    Task("reverse(s)", "Return the string s reversed.", ("reverse('abc') == 'cba'", "reverse('') == ''")),
    Task("last(items)", "Return the last element of items.", ("last([1, 2, 3]) == 3", "last(['a']) == 'a'")),
    Task(
        "double_all(items)",
        "Return a list with every number in items doubled.",
        ("double_all([1, 2]) == [2, 4]", "double_all([]) == []"),
    ),
    Task(
        "count_vowels(s)",
        "Return the number of vowels in s.",
        ("count_vowels('banana') == 3", "count_vowels('xyz') == 0"),
    ),
    Task("factorial(n)", "Return n factorial.", ("factorial(5) == 120", "factorial(0) == 1")),
    Task(
        "to_celsius(f)",
        "Convert f from Fahrenheit to Celsius.",
        ("round(to_celsius(212)) == 100", "round(to_celsius(32)) == 0"),
    ),
    Task(
        "is_palindrome(s)",
        "Return True if s reads the same backwards.",
        ("is_palindrome('anna') == True", "is_palindrome('ab') == False"),
    ),
    Task("total(items)", "Return the sum of all numbers in items.", ("total([1, 2, 3]) == 6", "total([]) == 0")),
    Task(
        "average(items)", "Return the average of the numbers in items.", ("average([2, 4]) == 3", "average([5]) == 5")
    ),
    Task(
        "first_upper(s)",
        "Return s with only its first letter in upper case.",
        ("first_upper('abc') == 'Abc'", "first_upper('x') == 'X'"),
    ),
    Task(
        "only_even(items)",
        "Return the even numbers of items, in order.",
        ("only_even([1, 2, 4]) == [2, 4]", "only_even([1]) == []"),
    ),
    Task("count_words(s)", "Return the number of words in s.", ("count_words('a b c') == 3", "count_words('hi') == 1")),
    Task(
        "fizzbuzz(n)",
        "Return 'Fizz' if n is divisible by 3, 'Buzz' if by 5, 'FizzBuzz' if by both, else n.",
        ("fizzbuzz(3) == 'Fizz'", "fizzbuzz(10) == 'Buzz'", "fizzbuzz(15) == 'FizzBuzz'", "fizzbuzz(7) == 7"),
    ),
    Task(
        "is_prime(n)",
        "Return True if n is a prime number.",
        ("is_prime(7) == True", "is_prime(9) == False", "is_prime(1) == False"),
    ),
    Task(
        "unique(items)",
        "Return items without duplicates, in order.",
        ("unique([1, 2, 1]) == [1, 2]", "unique([3, 1, 3]) == [3, 1]"),
    ),
    Task(
        "second_largest(items)",
        "Return the second largest number in items.",
        ("second_largest([1, 5, 3]) == 3", "second_largest([9, 8]) == 8"),
    ),
    Task("absolute(x)", "Return the absolute value of x.", ("absolute(-3) == 3", "absolute(2) == 2")),
    Task("power(a, b)", "Return a to the power of b.", ("power(2, 10) == 1024", "power(5, 0) == 1")),
    Task(
        "starts_with_a(s)",
        "Return True if s starts with the letter a.",
        ("starts_with_a('apple') == True", "starts_with_a('pear') == False", "starts_with_a('') == False"),
    ),
    Task(
        "between(x, low, high)",
        "Return x, but at least low and at most high.",
        ("between(5, 0, 3) == 3", "between(-5, 0, 3) == 0", "between(2, 0, 3) == 2"),
    ),
)


def of(signature: str, docstring: str) -> Task | None:
    """The shipped task that this is; None for a visitor's own."""
    return next((task for task in TASKS if (task.signature, task.docstring) == (signature, docstring)), None)
