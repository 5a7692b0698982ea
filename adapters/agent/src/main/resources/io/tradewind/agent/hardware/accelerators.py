# Prints what the slowest accelerator of this machine can do: dense products in bfloat16, and copies within its memory.
import sys
import time

try:
    import torch
except ImportError:
    sys.exit(0)
if not torch.cuda.is_available():
    sys.exit(0)


def seconds(device, work, rounds):
    work()
    torch.cuda.synchronize(device)
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        torch.cuda.synchronize(device)
        best = min(best, time.perf_counter() - began)
    return best


tera, giga = [], []
for index in range(torch.cuda.device_count()):
    device = torch.device("cuda", index)
    side = 8192
    a = torch.randn(side, side, device=device, dtype=torch.bfloat16)
    b = torch.randn(side, side, device=device, dtype=torch.bfloat16)
    tera.append(2 * side**3 / seconds(device, lambda: torch.matmul(a, b), 10) / 1e12)
    del a, b
    source = torch.empty(1 << 30, device=device, dtype=torch.uint8)
    target = torch.empty_like(source)
    giga.append(2 * source.numel() / seconds(device, lambda: target.copy_(source), 10) / 1e9)
    del source, target
method = "PyTorch %s on %d devices, the slowest" % (torch.__version__, len(tera))
print("accelerator.bf16_dense\t%.3f\tTFLOPS\t%s, products of 8192" % (min(tera), method))
print("accelerator.memory_bandwidth\t%.3f\tGB/s\t%s, copies of 1 GiB" % (min(giga), method))
