"""Runs one function against its checks. Only the standard library, in one file: the page sends this very text to the
visitor's browser, and the measurements run it in a process with limits. Whoever calls it limits its time.

A program that was written by a machine, or came with a link, may do anything. What reaches beyond a small function
(imports, names that begin with an underscore, files, evaluation) is not run at all.
"""

import ast
import contextlib
import io

REFUSED = set(
    "breakpoint compile delattr dir eval exec exit getattr globals help locals open quit setattr type vars".split()
)
LONGEST = 180  # characters of what came out


def judge(source, checks):
    """{"verdict", "detail", "passed"}: how a function does, how many of its checks hold before the first that does not,
    and that one, with what came out.

    verdict: "unreadable" (no Python), "refused" (not run), "input" (asks somebody to type), "empty" (does nothing),
    "fails" (an error), "wrong" (a check does not hold), "right".
    """
    try:
        trees = [ast.parse(source), *(ast.parse(check, mode="eval") for check in checks)]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return told("unreadable", getattr(error, "msg", None) or str(error))
    for tree in trees:
        for node in ast.walk(tree):
            name = reaching_out(node)
            if name:
                return told("input" if name == "input" else "refused", name)
    functions = [node for node in trees[0].body if isinstance(node, ast.FunctionDef)]
    if not functions or all(does_nothing(node) for node in functions[0].body):
        return told("empty", "")
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        return run(source, checks, names)


def run(source, checks, names):
    passed = 0
    try:
        exec(compile(source, "function", "exec"), names)
    except BaseException as error:
        return told("fails", named(error))
    for check in checks:
        try:
            holds, value = outcome(check, names)
        except BaseException as error:
            return told("fails", f"{check}: {named(error)}", passed)
        if not holds:
            return told("wrong", f"{check}: {value}", passed)
        passed += 1
    return told("right", "", passed)


def outcome(check, names):
    """Whether a check holds, and the value of its left side, of `f(2) == 4` that of `f(2)`."""
    tree = ast.parse(check, mode="eval").body
    left = tree.left if isinstance(tree, ast.Compare) else tree
    value = eval(compile(ast.Expression(left), "check", "eval"), names)
    return bool(eval(check, names)), shown(value)


def reaching_out(node):
    """The name by which a piece of a program reaches beyond itself; "" if it does not."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return "import"
    name = getattr(node, "id", getattr(node, "attr", getattr(node, "name", "")))
    if not isinstance(name, str):
        return ""
    return name if name.startswith("_") or name in REFUSED or name == "input" else ""


def does_nothing(node):
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def told(verdict, detail, passed=0):
    return {"verdict": verdict, "detail": shorter(detail), "passed": passed}


def shown(value):
    try:
        return shorter(repr(value))
    except BaseException as error:
        return named(error)


def named(error):
    return shorter(f"{type(error).__name__}: {error}".rstrip(": "))


def shorter(text):
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
