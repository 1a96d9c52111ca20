"""Tables of medians."""
import statistics

# Bytes to MiB.
MIB = 1 / (1 << 20)


class Table:
    """Samples by row and column, printed as medians with their spread and their ratio to a row."""

    def __init__(self, title, columns, base):
        self.title = title
        # Name, unit as a factor and digits after the decimal point.
        self.columns = columns
        self.base = base
        self.samples = {}

    def add(self, row, *values):
        """A value of None leaves the cell empty."""
        for (name, _, _), value in zip(self.columns, values):
            if value is not None:
                self.samples.setdefault(row, {}).setdefault(name, []).append(value)

    def ratio(self, row, base, column):
        """The ratio of the medians; None if one is missing."""
        one, other = self.median(row, column), self.median(base, column)
        return one / other if one is not None and other else None

    def median(self, row, column):
        values = self.samples.get(row, {}).get(column)
        return statistics.median(values) if values else None

    def print(self):
        rows = [[self.title] + [name for name, _, _ in self.columns]]
        for row in self.samples:
            rows.append([row] + [self._cell(row, *column) for column in self.columns])
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        print()
        for row in rows:
            print("  ".join([row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]))
        print(end="", flush=True)

    def _cell(self, row, name, factor, digits):
        values = [value * factor for value in self.samples[row].get(name, [])]
        if not values:
            return "-"
        times = self.ratio(row, self.base, name)
        ratio = f" {times:5.2f}x" if times is not None else ""
        spread = "" if len(values) == 1 else f" ({min(values):.{digits}f}-{max(values):.{digits}f})"
        return f"{statistics.median(values):.{digits}f}{spread}{ratio}"
