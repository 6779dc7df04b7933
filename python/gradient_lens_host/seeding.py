"""Random generators: seeded when first imported, and before each evaluation where a plan asks for it."""

import sys

_LIMIT = 2**32


class SeedOnImport:
    """A meta-path finder, the first one: seeds a module's generator as soon as the module has been loaded."""

    def __init__(self, seed):
        self.seed = seed % _LIMIT
        self._made = 0  # generators that the model made without a seed of its own
        self._waiting = {"random": self._random, "numpy.random": self._numpy, "torch": self._torch}
        for name in list(self._waiting):
            if name in sys.modules:
                self._waiting.pop(name)(sys.modules[name])

    def find_spec(self, name, path=None, target=None):
        if name not in self._waiting:
            return None
        seed = self._waiting.pop(name)
        for finder in sys.meta_path:
            if finder is not self and hasattr(finder, "find_spec"):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    if hasattr(spec.loader, "exec_module"):
                        spec.loader = _Loader(spec.loader, seed)
                    return spec
        return None

    def again(self):
        """Seeds all generators that are loaded, as at the start."""
        self._made = 0
        for name, seed in (("random", _seed_random), ("numpy.random", _seed_numpy), ("torch", _seed_torch)):
            module = sys.modules.get(name)
            if module is not None:
                seed(module, self.seed)

    def _random(self, module):
        _seed_random(module, self.seed)

    def _torch(self, module):
        _seed_torch(module, self.seed)

    def _numpy(self, module):
        """Seeds numpy's legacy generator, and lets `default_rng()` without a seed count up from ours."""
        _seed_numpy(module, self.seed)
        original = getattr(module, "default_rng", None)
        if original is None:
            return

        def default_rng(seed=None):
            if seed is None:
                seed = [self.seed, self._made]
                self._made += 1
            return original(seed)

        default_rng.__doc__ = original.__doc__
        module.default_rng = default_rng


class _Loader:
    """Stands before a module's loader for the one moment after which the generator can be seeded."""

    def __init__(self, loader, seed):
        self._loader = loader
        self._seed = seed

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._seed(module)


class Reseeder:
    """Puts every generator that exists now back to a fixed state, each time it is called."""

    def __init__(self, seeds, seed):
        self._seeds = seeds
        self._seed = seed % _LIMIT
        self._generators = list(_generators())

    def __call__(self):
        self._seeds.seed = self._seed
        self._seeds.again()
        for restore, state in self._generators:
            restore(state)


def _generators():
    """(set state, state) of the generator objects that the model holds."""
    import gc

    random = sys.modules.get("random")
    numpy = sys.modules.get("numpy.random")
    for item in gc.get_objects():
        kind = type(item)
        if random is not None and kind is random.Random:
            yield item.setstate, item.getstate()
        elif numpy is not None and kind is numpy.RandomState:
            if item is not getattr(numpy.mtrand, "_rand", None):
                yield item.set_state, item.get_state()
        elif numpy is not None and kind is getattr(numpy, "Generator", None):
            bits = item.bit_generator
            yield _state_setter(bits), bits.state


def _state_setter(bits):
    def set_state(state):
        bits.state = state

    return set_state


def _seed_random(module, seed):
    # A file of the user's may have the name.
    if hasattr(module, "seed"):
        module.seed(seed)


def _seed_numpy(module, seed):
    module.seed(seed)


def _seed_torch(module, seed):
    module.manual_seed(seed)
