"""The small mistakes that are possible in a file. Logging, asserts and types are left alone."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """What is executed as one, by its lines: without the statements inside it."""

    lines: frozenset[int]
    runs: bool
    """In a function, when that is called; else once, where the file is loaded."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One place in a file, and what stands there instead."""

    file: Path
    line: int
    column: int
    statement: Statement
    start: int
    """Bytes from the beginning of the file, as `end`."""
    end: int
    was: str
    instead: str
    kind: str

    def put(self, source: bytes) -> bytes:
        """The file with the mistake in it."""
        return source[: self.start] + self.instead.encode() + source[self.end :]

    def overlaps(self, other: Mistake) -> bool:
        """Whether not both can be put in."""
        return self.file == other.file and self.start < other.end and other.start < self.end

    @property
    def told(self) -> str:
        """Where it is, and what it is."""
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place} {self.kind}: {self.was!r} → {self.instead!r}"


def mistakes_in(file: Path) -> list[Mistake]:
    """Every mistake that can be made in this file."""
    source = file.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    tree = ast.parse(source)
    statements = dict(_statements(tree, Statement(frozenset(), runs=False)))
    found = []
    for node in _code(tree):
        for kind, instead in _wrong(node):
            assert isinstance(node, ast.expr | ast.stmt)  # noqa: S101 - only these are changed
            assert node.end_lineno is not None and node.end_col_offset is not None  # noqa: S101, PT018
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            place = (file, node.lineno, node.col_offset, statements[node])
            was = source[start:end].decode()
            found.append(Mistake(*place, start, end, was, instead, kind))
    return found


def _statements(node: ast.AST, around: Statement) -> Iterator[tuple[ast.AST, Statement]]:
    """In which statement each node is."""
    yield node, around
    for name, value in ast.iter_fields(node):
        called = name == "body" and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.stmt):
                inside = Statement(_lines(child), runs=around.runs or called)
                yield from _statements(child, inside)
            elif isinstance(child, ast.AST):
                yield from _statements(child, around)


def _lines(statement: ast.stmt) -> frozenset[int]:
    inside = [each for each in ast.walk(statement) if isinstance(each, ast.stmt)]
    own, *others = (range(each.lineno, (each.end_lineno or 0) + 1) for each in inside)
    return frozenset(own).difference(*others)


def _code(tree: ast.AST) -> Iterator[ast.AST]:
    """What does something: no types, no asserts, no logging, no texts."""
    yield tree
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                yield from _code(child)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Assert() | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="log")))):
            return True
    return False


def _wrong(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=others) if type(op) in TURNED:
            turned = ast.Compare(left, [TURNED[type(op)]()], others)
            yield "a comparison turned", f"({ast.unparse(turned)})"
        case ast.Expr(value=ast.Call() | ast.Await(value=ast.Call())):
            yield "a call dropped", "pass"
        case ast.Constant(value=bool(value)):
            yield "true for false", repr(not value)
        case ast.Constant(value=int(value)):
            yield "a number off by one", repr(value + 1)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "a not dropped", f"({ast.unparse(operand)})"
        case ast.BoolOp(op=op, values=values):
            other = ast.And() if isinstance(op, ast.Or) else ast.Or()
            yield "and for or", f"({ast.unparse(ast.BoolOp(other, values))})"
