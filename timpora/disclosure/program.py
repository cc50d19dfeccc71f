"""The least and the most a sum can be while everything published holds: a linear program, and a whole-number one."""

from collections.abc import Iterator

import highspy
import numpy as np

from timpora.disclosure.lattice import FAR, AuditError, Lattice
from timpora.disclosure.witness import REACH

ROUND = 1e-6
SIMPLE = 500  # unknowns: to look for what can be simplified takes longer than to solve so few
ENOUGH_SECONDS = 5.0  # a whole-number search that takes longer has found nothing: the cell counts as narrowed


class Program:
    """HiGHS over one lattice, started again from where it stood for every question. One thread.

    Unknowns are kept within REACH of the truth: that can only make fewer values possible, never more.
    """

    def __init__(self, lattice: Lattice):
        self._lattice = lattice
        entries_in = np.bincount(lattice.row, minlength=len(lattice.low))
        is_bound = entries_in == 1  # of one unknown, and not what is left of a difference
        is_bound[lattice.row[lattice.weight != 1]] = False
        self._rows = np.flatnonzero((entries_in > 0) & ~is_bound)
        self._width = len(lattice.truth)
        self._columns = np.arange(self._width, dtype=np.int32)
        low, high = np.maximum(lattice.truth - REACH, 0), lattice.truth + REACH
        is_single = is_bound[lattice.row]
        np.maximum.at(low, lattice.column[is_single], lattice.low[lattice.row[is_single]])
        np.minimum.at(high, lattice.column[is_single], lattice.high[lattice.row[is_single]])
        self._low, self._high = low, high
        self._highs = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("presolve", "off" if self._width <= SIMPLE else "choose")
        self._highs.passModel(self._model(~is_single))

    def _model(self, kept: np.ndarray) -> highspy.HighsLp:
        model, lattice = highspy.HighsLp(), self._lattice
        model.num_col_, model.num_row_ = self._width, len(self._rows)
        model.col_cost_ = np.zeros(self._width)
        model.col_lower_, model.col_upper_ = self._low.astype(float), self._high.astype(float)
        model.row_lower_ = np.where(lattice.low <= -FAR, -highspy.kHighsInf, lattice.low)[self._rows]
        model.row_upper_ = np.where(lattice.high >= FAR, highspy.kHighsInf, lattice.high)[self._rows]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        ends = np.searchsorted(lattice.row[kept], self._rows, side="right")
        model.a_matrix_.start_ = np.concatenate([[0], ends]).astype(np.int32)
        model.a_matrix_.index_ = lattice.column[kept].astype(np.int32)
        model.a_matrix_.value_ = lattice.weight[kept].astype(float)
        return model

    def extreme(self, weights: np.ndarray) -> tuple[float, np.ndarray]:
        """The most that Σ weights · unknowns can be, and a table (rounded to whole numbers) that has it."""
        self._highs.changeColsCost(self._width, self._columns, -np.asarray(weights, dtype=float))
        if not self._solved():
            status = self._highs.modelStatusToString(self._highs.getModelStatus())
            raise AuditError(f"the linear program ended with {status!r}, although the exact numbers solve it")
        return -self._highs.getInfo().objective_function_value, self._table()

    def with_value(self, weights: np.ndarray, value: int) -> Iterator[np.ndarray]:
        """Tables in which Σ weights · unknowns should be `value`, rounded to whole numbers: dearer and surer each time.

        First the linear program's own, mostly whole; then whole numbers, only where that one differs from the truth
        (quick); at last whole numbers everywhere. None at all where the linear program has none.
        """
        used = np.flatnonzero(weights).astype(np.int32)
        self._highs.changeColsCost(self._width, self._columns, np.zeros(self._width))
        self._highs.addRow(float(value), float(value), len(used), used, weights[used].astype(float))
        try:
            if not self._solved():
                return
            table = np.array(self._highs.getSolution().col_value)
            yield np.rint(table).astype(np.int64)
            stay = np.abs(table - self._lattice.truth) < ROUND
            self._demand(highspy.HighsVarType.kInteger)
            for still in (stay, np.zeros_like(stay)):
                self._bound(np.where(still, self._lattice.truth, self._low), np.where(still, table.round(), self._high))
                # HiGHS counts the time of all its runs together.
                self._highs.setOptionValue("time_limit", self._highs.getRunTime() + ENOUGH_SECONDS)
                if self._solved():
                    yield self._table()
        finally:
            self._highs.setOptionValue("time_limit", highspy.kHighsInf)
            self._bound(self._low, self._high)
            self._demand(highspy.HighsVarType.kContinuous)
            self._highs.deleteRows(1, np.array([len(self._rows)], dtype=np.int32))

    def _solved(self) -> bool:
        self._highs.run()
        return self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def _bound(self, low: np.ndarray, high: np.ndarray) -> None:
        self._highs.changeColsBounds(self._width, self._columns, low.astype(float), high.astype(float))

    def _demand(self, kind: highspy.HighsVarType) -> None:
        self._highs.changeColsIntegrality(self._width, self._columns, np.full(self._width, kind))

    def _table(self) -> np.ndarray:
        return np.rint(self._highs.getSolution().col_value).astype(np.int64)
