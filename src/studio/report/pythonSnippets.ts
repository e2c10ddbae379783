/** Pieces of Python that programs of `codePython.ts` are put together from. */

/** A string of Python: JSON's strings are. */
export const text = (value: string): string => JSON.stringify(value);

/** What a program writes. */
export const output = 'quantized.onnx';

/** Which nodes a step leaves alone, by the rules of a recipe; names are those of the file that the program starts from. */
export const selection = (model: string): string => `
weights = {tensor.name for tensor in onnx.load(${text(model)}).graph.initializer}
kinds = ("MatMul", "Gemm", "Conv", "Gather")
layers = [
    (node.name, node.op_type, [name for name in node.input[:2] if name in weights])
    for node in onnx.load(${text(model)}).graph.node
    if node.op_type in kinds and weights & set(node.input[:2])
]


def others(targets=None, ignore=(), exempt=()):
    """Names of the nodes that a step leaves alone; a Gemm may have become a MatMul by then."""

    def named(layer, pattern):
        node, kind, own = layer
        if pattern.startswith("re:"):
            return any(re.search(pattern[3:], name) for name in [node, *own])
        return pattern in [node, kind, *own]

    for pattern in [*(targets or []), *ignore]:
        if not any(named(layer, pattern) for layer in layers):
            raise ValueError(f"{pattern!r} is no layer of this file; its layers are {layers}")
    left = [
        layer[0]
        for place, layer in enumerate(layers)
        if (targets is not None and not any(named(layer, pattern) for pattern in targets))
        or any(named(layer, pattern) for pattern in ignore)
        or (place == 0 and "first" in exempt)
        or (place == len(layers) - 1 and "last" in exempt)
    ]
    return [*left, *(f"{name}_MatMul" for name in left)]
`;

export const reader = `
class Samples(CalibrationDataReader):
    """Calibration samples from a .npy file, one at a time."""

    def __init__(self, path, model, count):
        name = onnx.load(model).graph.input[0].name
        self.batches = iter([{name: sample[None]} for sample in np.load(path)[:count]])

    def get_next(self):
        return next(self.batches, None)
`;

export const copy = (model: string): string =>
  `# The recipe changes nothing.\nonnx.save(onnx.load(${text(model)}), ${text(output)})`;

export const check = (model: string): string => `onnx.checker.check_model(onnx.load(${text(output)}))
print(os.path.getsize(${text(model)}), "bytes became", os.path.getsize(${text(output)}))`;
