using LiftedActors.Host.Formats;
using LiftedActors.Host.Formats.Onnx;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Tests.Formats;

/// <summary>What other programs make of our files, and we of theirs; skipped, and reported so, where they are not installed.</summary>
public sealed class PeerParityTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PythonFact("cv2", "numpy")]
    public void OpenCV_evaluates_what_we_write_to_five_digits()
    {
        foreach (var (name, network) in OnnxCases.Networks)
        {
            var parameters = OnnxCases.Parameters(network);
            File.WriteAllBytes(_folder[$"{name}.onnx"], OnnxCases.Written(network, parameters));
            var inputs = OnnxCases.Inputs(3, network.Inputs);
            Write($"{name}.in.npy", inputs, OnnxCases.Read(File.ReadAllBytes(_folder[$"{name}.onnx"])).Input);
            Write($"{name}.expected.npy", network.Predict(inputs, parameters), [network.Outputs]);
        }

        Python.Run(
            """
            import cv2, glob, numpy as np, sys
            for path in sorted(glob.glob(sys.argv[1] + '/*.onnx')):
                net = cv2.dnn.readNetFromONNX(path)
                inputs, expected = np.load(path[:-5] + '.in.npy'), np.load(path[:-5] + '.expected.npy')
                for x, y in zip(inputs, expected):
                    net.setInput(x[None].astype(np.float32))
                    found = net.forward().reshape(-1)
                    assert found.shape == y.shape, (path, found.shape, y.shape)
                    assert np.all(np.abs(found - y) <= 1e-5 * (1 + np.abs(y))), (path, np.abs(found - y).max())
            """,
            ["cv2", "numpy"],
            _folder.Path);
    }

    [PythonFact("torch", "numpy")]
    public void A_state_dict_of_PyTorch_is_read_to_the_bit()
    {
        Python.Run(
            """
            import collections, numpy as np, sys, torch
            torch.manual_seed(0)
            state = torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.ReLU(), torch.nn.Conv2d(2, 3, 3), torch.nn.BatchNorm2d(3), torch.nn.ConvTranspose2d(3, 2, 3)).state_dict()
            base = torch.randn(6, 8)
            state['transposed'] = base.t()
            state['part'] = base[1:4, ::3]
            state['expanded'] = base[:, :1].expand(6, 4)
            state['parameter'] = torch.nn.Parameter(torch.randn(3))
            state['scalar'] = torch.tensor(2.5, dtype=torch.float64)
            state['empty'] = torch.zeros(0, 3)
            state['special'] = torch.tensor([float('nan'), float('inf'), -float('inf'), -0.0, 1e-42])
            for kind in (torch.float16, torch.bfloat16, torch.int8, torch.uint8, torch.int16, torch.int32, torch.int64, torch.bool):
                state[str(kind)] = (100 * torch.randn(7)).to(kind)
            torch.save(state, sys.argv[1] + '/state.pth')
            torch.save({'epoch': 3, 'note': None, 'state_dict': state, 'optimizer': [state['special']]}, sys.argv[1] + '/nested.pth')
            def array(t):
                return (t.view(torch.int16) if t.dtype == torch.bfloat16 else t).detach().contiguous().numpy()
            np.savez_compressed(sys.argv[1] + '/state.npz', **{k: array(v) for k, v in state.items()})
            np.save(sys.argv[1] + '/fortran.npy', np.asfortranarray(base.numpy()))
            np.save(sys.argv[1] + '/base.npy', base.numpy())
            """,
            ["torch", "numpy"],
            _folder.Path);
        var (state, nested, arrays) = (Read("state.pth"), Read("nested.pth"), Read("state.npz"));

        Assert.Equal(arrays.Tensors.Select(tensor => tensor.Name), state.Tensors.Select(tensor => tensor.Name));
        Assert.All(arrays.Tensors, tensor =>
        {
            Assert.Equal(tensor.Shape, state[tensor.Name].Shape);
            Assert.Equal(tensor.Bytes.ToArray(), state[tensor.Name].Bytes.ToArray());
            Assert.Equal(tensor.Bytes.ToArray(), nested[$"state_dict.{tensor.Name}"].Bytes.ToArray());
        });
        Assert.Equal(state["special"].Bytes.ToArray(), nested["optimizer.0"].Bytes.ToArray());
        Assert.Equal(Read("base.npy")["array"].Bytes.ToArray(), Read("fortran.npy")["array"].Bytes.ToArray());
        Assert.Equal(TensorType.BF16, state["torch.bfloat16"].Type);
    }

    [PythonFact("torch", "numpy")]
    public void What_PyTorch_exports_evaluates_as_there_to_five_digits()
    {
        Python.Run(
            """
            import numpy as np, sys, torch, warnings
            from torch import nn
            warnings.simplefilter('ignore')
            torch.manual_seed(1)
            class Skip(nn.Module):
                def __init__(self, inner):
                    super().__init__()
                    self.inner = inner
                def forward(self, x):
                    return x + self.inner(x)
            class Threshold(nn.Module):
                def forward(self, x):
                    return torch.sign(x) * torch.relu(torch.abs(x) - 0.05)
            class Planes(nn.Module):
                def forward(self, x):
                    return x.view(-1, 2, 4, 4)
            planes = (1, 8, 8)
            nets = {
                'perceptron': ((7,), nn.Sequential(nn.Linear(7, 9), nn.Tanh(), nn.Linear(9, 5, bias=False), nn.Sigmoid(), nn.Linear(5, 3), nn.Softmax(dim=1))),
                'convolutional': (planes, nn.Sequential(nn.Conv2d(1, 2, 3, stride=2, padding=1), nn.Softshrink(0.1), nn.ConvTranspose2d(2, 3, 3, stride=2, padding=1, output_padding=1), nn.LeakyReLU(0.2),
                    nn.AvgPool2d(2), nn.Conv2d(3, 4, (3, 2), bias=False), nn.ReLU6(), nn.Flatten(), nn.Linear(24, 6), nn.Hardtanh(-0.5, 0.5), nn.Linear(6, 4), nn.Softplus())),
                'folded': (planes, nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(0.5), nn.Flatten(), nn.Linear(144, 5))),
                'decoder': ((6,), nn.Sequential(nn.Linear(6, 32), nn.ELU(0.7), Planes(), nn.ConvTranspose2d(2, 1, 4, stride=2, padding=1), nn.Hardsigmoid())),
                'residual': ((6,), nn.Sequential(Skip(nn.Sequential(nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 6))), Skip(nn.Sequential(nn.Linear(6, 5), Threshold(), nn.Linear(5, 6))), nn.Tanh(), nn.Linear(6, 2))),
                'residual convolutional': (planes, nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), Skip(nn.Sequential(nn.ReLU(), nn.Conv2d(2, 2, 3, padding=1), nn.ReLU(), nn.Conv2d(2, 2, 1))), nn.ReLU(), nn.Conv2d(2, 1, 3))),
            }
            for name, (shape, net) in nets.items():
                net.train()
                net(torch.randn(16, *shape))
                net.eval()
                x = torch.randn(4, *shape)
                for kind, axes in (('fixed', None), ('open', {'x': {0: 'n'}})):
                    torch.onnx.export(net, x, f'{sys.argv[1]}/{name} {kind}.onnx', input_names=['x'], output_names=['y'], dynamic_axes=axes)
                np.savez(f'{sys.argv[1]}/{name}.npz', x=x.numpy(), y=net(x).detach().numpy())
            torch.onnx.export(nn.Sequential(nn.Linear(3, 3), nn.GELU()), torch.randn(1, 3), sys.argv[1] + '/gelu.onnx')
            torch.onnx.export(nn.Sequential(nn.Linear(3, 3), nn.SiLU()), torch.randn(1, 3), sys.argv[1] + '/silu.onnx')
            torch.onnx.export(nn.Sequential(nn.Linear(3, 3), nn.Mish()), torch.randn(1, 3), sys.argv[1] + '/mish.onnx')
            torch.save(nets['perceptron'][1].state_dict(), sys.argv[1] + '/perceptron.pth')
            """,
            ["torch", "numpy"],
            _folder.Path);
        var models = Directory.GetFiles(_folder.Path, "* *.onnx");

        Assert.Equal(12, models.Length);
        Assert.All(models, path =>
        {
            using var file = File.OpenRead(path);
            var read = OnnxFile.Read(file);
            var samples = Read(Path.GetFileName(path).Replace(" fixed.onnx", ".npz", StringComparison.Ordinal).Replace(" open.onnx", ".npz", StringComparison.Ordinal));
            Near(samples["y"], read.Network.Predict(MatrixOf(samples["x"]), read.Parameters));
        });
        foreach (var word in new[] { "gelu", "silu", "mish" })
        {
            using var file = File.OpenRead(_folder[$"{word}.onnx"]);
            Assert.Contains(word, Assert.Throws<DataFormatException>(() => OnnxFile.Read(file)).Message, StringComparison.Ordinal);
        }

        using var exported = File.OpenRead(_folder["perceptron fixed.onnx"]);
        var perceptron = OnnxFile.Read(exported).Network;
        var like = new Network([.. perceptron.Layers.Select(layer => layer with { Map = new Affine(layer.Map.Inputs, layer.Map.Outputs) })]);
        var outputs = Read("perceptron.npz");
        Near(outputs["y"], like.Predict(MatrixOf(outputs["x"]), NetworkWeights.Read(_folder["perceptron.pth"], like)));
    }

    private static void Near(Tensor expected, Matrix found)
    {
        Assert.Equal(expected.Count, found.Length);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i], found.Values[i], Tolerance * (1 + Math.Abs(expected[i])));
        }
    }

    private static Matrix MatrixOf(Tensor tensor)
    {
        var matrix = new Matrix(tensor.Shape[0], tensor.Count / tensor.Shape[0]);
        tensor.CopyTo(matrix.Values);
        return matrix;
    }

    private TensorFile Read(string name)
    {
        using var file = File.OpenRead(_folder[name]);
        return TensorFormats.Read(file).File;
    }

    private void Write(string name, Matrix matrix, IEnumerable<int> shape)
    {
        using var file = File.Create(_folder[name]);
        Npy.Write(file, Tensor.Of(name, [matrix.Rows, .. shape], matrix.Values));
    }
}
