"""Which of the file's own functions and classes a function mentions."""


def uses(inventory, name):
    facts = inventory["functions"] + [method for kind in inventory["classes"] for method in kind["methods"]]
    (found,) = [fact["uses"] for fact in facts if fact["name"] == name]
    return found


def test_names_methods_and_what_is_nested(host, write):
    write("layers.py", "import functools\ndef conv(x): return x\n@functools.lru_cache()\ndef pool(x): return x\n")
    write("pkg/__init__.py", "")
    write("pkg/acts.py", "def tanh(x): return x\n")
    text = """
        import math
        import layers as L
        import pkg.acts
        from layers import conv as convolution, pool
        def relu(x): return x
        def unused(x): return x
        sigmoid = lambda x: relu(x)
        class Net:
            def forward(self, x):
                def inner(y):
                    return [self.activate(relu(v)) for v in y]
                return inner(x)
            def activate(self, x): return sigmoid(math.exp(x)) + L.conv(x) + convolution(x) + pool(x)
            def exp(self): return math.exp(1), max(1, 2), undefined_name
        def train(model=Net):
            net = model()
            return net.forward(1)
        def through_a_table(name): return TABLE[name](1), LAYERS, net.anything
        TABLE = {"relu": relu, "pair": (sigmoid, unused)}
        LAYERS = [relu]
        net = Net()
        def recursive(n): return recursive(n - 1)
        def package(x): return pkg.acts.tanh(x)
        def shadows(math): return math.exp
        """
    inventory = host.load(write("model.py", text))
    assert uses(inventory, "forward") == ["activate", "relu", "inner"]
    assert uses(inventory, "activate") == ["sigmoid", "conv", "convolution", "pool"]
    assert uses(inventory, "exp") == []
    assert uses(inventory, "train") == ["Net", "forward"]
    assert uses(inventory, "through_a_table") == ["relu", "sigmoid", "unused", "Net"]
    assert uses(inventory, "recursive") == ["recursive"]
    assert uses(inventory, "package") == ["tanh"]
    assert uses(inventory, "sigmoid") == ["relu"]


def test_a_function_without_a_text(host, write):
    text = """
        def relu(x): return x
        names = {"relu": relu}
        exec(compile("def made(x):\\n    return [relu(v) for v in x]", __file__, "exec"), globals())
        """
    inventory = host.load(write("model.py", text))
    assert uses(inventory, "made") == ["relu"]
