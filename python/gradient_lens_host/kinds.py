"""The types of functions and bound methods, without importing `types`."""


class _Sample:
    def method(self):
        """Only to have its type."""


FUNCTION = type(lambda: None)
METHOD = type(_Sample().method)
