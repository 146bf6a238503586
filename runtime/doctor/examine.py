"""Examining everything, and writing down what was found."""

from pathlib import Path

from runtime.config import Config, load
from runtime.doctor import EXAMS
from runtime.doctor.findings import Finding, Mark
from runtime.errors import ConfigError


def examine(path: Path | None = None) -> tuple[Finding, ...]:
    """Examine everything; a wrong configuration is a finding too, and the rest is then examined with the defaults."""
    findings: list[Finding] = []
    config = Config()
    try:
        config = load(path)
        findings.append(Finding("configuration", Mark.WELL, "in order"))
    except ConfigError as error:
        findings.append(Finding("configuration", Mark.WRONG, str(error), "hearth config check"))
    for exam in EXAMS:
        findings.extend(exam(config))
    return tuple(findings)


def report(findings: tuple[Finding, ...]) -> str:
    """Write the findings for people."""
    width = max(len(finding.part) for finding in findings)
    signs = {Mark.WELL: "ok  ", Mark.NOTE: "note", Mark.WRONG: "BAD "}
    lines = []
    for finding in findings:
        lines.append(f"{signs[finding.mark]}  {finding.part.ljust(width)}  {finding.says}")
        if finding.mend:
            lines.append(f"      {' ' * width}  -> {finding.mend}")
    return "\n".join(lines)
