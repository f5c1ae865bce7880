"""Writes the model of src/test/resources/org/spindleml/model/version1 from scratch.

Only Python's standard library: the formats' second implementation. The network has 3 inputs, 4
PReLU units, 3 softplus units and 2 classes; every weight is a multiple of 1/64. Run it from the
project's directory.
"""

import hashlib
import json
import math
import os
import struct

TO = "src/test/resources/org/spindleml/model/version1"
SHAPES = [
    ("hidden1.weight", [3, 4]),
    ("hidden1.bias", [4]),
    ("hidden1.slope", [4]),
    ("hidden2.weight", [4, 3]),
    ("hidden2.bias", [3]),
    ("output.weight", [3, 2]),
    ("output.bias", [2]),
]
MEANS, DEVIATIONS = [1.5, -20.0, 1e8], [0.5, 0.0, 1e-3]
ROWS = [[1.5, -20.0, 1e8], [2.0, 3.0, 1e8 + 0.002], [-1.0, 0.0, 1e8 - 0.001]]

weights, count = {}, 0
for name, shape in SHAPES:
    length = math.prod(shape)
    weights[name] = [((37 * (count + i)) % 101 - 50) / 64 for i in range(length)]
    count += length

tensors = [
    ("inputs.mean", "F64", [3], MEANS),
    ("inputs.deviation", "F64", [3], DEVIATIONS),
    ("targets.mean", "F64", [1], [0.0]),
    ("targets.deviation", "F64", [1], [1.0]),
] + [(name, "F32", shape, weights[name]) for name, shape in SHAPES]

header, data = {}, b""
for name, dtype, shape, values in tensors:
    code = "d" if dtype == "F64" else "f"
    begin = len(data)
    data += struct.pack("<%d%s" % (len(values), code), *values)
    header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [begin, len(data)]}
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-len(text) % 8)
safetensors = struct.pack("<Q", len(text)) + text + data

MODEL = """{
  "format" : "spindle-model",
  "version" : 1,
  "task" : "classification",
  "classes" : 2,
  "inputs" : 3,
  "hiddenLayers" : [ {
    "units" : 4,
    "activation" : "prelu"
  }, {
    "units" : 3,
    "activation" : "softplus"
  } ],
  "outputs" : 2,
  "loss" : "softmaxCrossEntropy",
  "weightsSha256" : "%s"
}
""" % hashlib.sha256(safetensors).hexdigest()


def dense(x, layer, outputs):
    w, b = weights[layer + ".weight"], weights[layer + ".bias"]
    return [sum(x[i] * w[i * outputs + j] for i in range(len(x))) + b[j] for j in range(outputs)]


def predict(row):
    x = [(v - m) / d if d else 0.0 for v, m, d in zip(row, MEANS, DEVIATIONS)]
    z = dense(x, "hidden1", 4)
    x = [v if v > 0 else v * a for v, a in zip(z, weights["hidden1.slope"])]
    x = [math.log1p(math.exp(v)) for v in dense(x, "hidden2", 3)]
    z = dense(x, "output", 2)
    e = [math.exp(v - max(z)) for v in z]
    return z + [v / sum(e) for v in e]


os.makedirs(TO, exist_ok=True)
with open(TO + "/weights.safetensors", "wb") as f:
    f.write(safetensors)
with open(TO + "/model.json", "w", newline="\n") as f:
    f.write(MODEL)
with open(TO + "/predictions.csv", "w", newline="\n") as f:
    f.write("feature0,feature1,feature2,logit0,logit1,probability0,probability1\n")
    for row in ROWS:
        f.write(",".join(repr(v) for v in row + predict(row)) + "\n")
