"""Inert modules in place of plotting, progress and logging packages that are not installed."""

import sys

_PASS_THROUGH = ("tqdm", "progressbar", "progressbar2", "alive_progress", "fastprogress", "progress")
NAMES = frozenset(_PASS_THROUGH) | frozenset(
    "IPython PIL altair bokeh colorama graphviz icecream ipywidgets line_profiler loguru matplotlib "
    "memory_profiler mpl_toolkits mpld3 plotly plotnine prettytable pydot pydotplus pygame pylab pyprind "
    "rich seaborn streamlit tabulate tensorboard tensorboardX tensorboard_logger termcolor tkinter "
    "torchinfo torchsummary torchviz turtle visdom wandb".split()
)

# How many values the caller of a function unpacks.
_UNPACKED = {"hist": 3, "plot": 1, "semilogy": 1, "loglog": 1, "pie": 2}

_MODULE = type(sys)
_SPEC = type(sys.__spec__)


class StandIns:
    """A meta-path finder, the last one. `found` lists the packages it stood in for."""

    def __init__(self):
        self.found = []

    def find_spec(self, name, path=None, target=None):
        root = name.partition(".")[0]
        if root == "google" and name.startswith("google.colab") or name == "google":
            pass  # the helpers of Colab's notebooks, beside other packages of that name
        elif root not in NAMES or not (name == root or isinstance(sys.modules.get(root), StandIn)):
            return None
        if root not in self.found:
            self.found.append(root)
        return _SPEC(name, self, is_package=True)

    def create_module(self, spec):
        return StandIn(spec.name)

    def exec_module(self, module):
        """Nothing runs."""


class StandIn(_MODULE):
    """A module of which every attribute does nothing."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(name, self.__name__.partition(".")[0] in _PASS_THROUGH)

    def __call__(self, *positional, **keywords):
        return Inert(self.__name__, self.__name__ in _PASS_THROUGH)(*positional, **keywords)


class Inert:
    """Can be called, indexed, entered, iterated and unpacked, and does nothing.

    A progress bar gives back what it is wrapped around; a decorator, the function.
    """

    def __init__(self, name="", passes=False, *_, **__):
        object.__setattr__(self, "_inert", (name if isinstance(name, str) else "", passes is True))

    def __call__(self, *positional, **keywords):
        name, passes = self._inert
        if passes and name == "trange":
            return range(*[item for item in positional if isinstance(item, int)])
        if passes and positional and hasattr(positional[0], "__iter__"):
            return positional[0]
        if passes and "iterable" in keywords:
            return keywords["iterable"]
        if len(positional) == 1 and callable(positional[0]) and not isinstance(positional[0], Inert):
            return positional[0]
        if name == "subplots":
            return Inert("", passes), _grid(positional, keywords)
        if name in _UNPACKED:
            return tuple(Inert("", passes) for _ in range(_UNPACKED[name]))
        return Inert("", passes)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(name, self._inert[1])

    def __setattr__(self, name, value):
        """Forgotten."""

    def __getitem__(self, key):
        return Inert()

    def __format__(self, _):
        return ""

    def __setitem__(self, key, value):
        """Forgotten."""

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0

    def __bool__(self):
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


class _Grid(Inert):
    """The axes of several plots: as many as were asked for, to be unpacked."""

    def __init__(self, shape):
        super().__init__()
        object.__setattr__(self, "_shape", shape)

    def __iter__(self):
        inner = self._shape[1:]
        return iter([_Grid(inner) if inner else Inert() for _ in range(self._shape[0])])

    def __len__(self):
        return self._shape[0]


def _grid(positional, keywords):
    """What `subplots` gives besides the figure: of one plot its axes, of more a grid of them."""
    given = dict(zip(("nrows", "ncols"), positional), **keywords)
    counts = [given.get(name, 1) for name in ("nrows", "ncols")]
    shape = [count for count in counts if isinstance(count, int) and (count > 1 or not given.get("squeeze", True))]
    return _Grid(shape) if shape else Inert()
