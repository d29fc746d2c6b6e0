using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>A structured map on the host: its expression evaluated from the leaves, and its adjoints from the root.</summary>
internal sealed class StructuredOperator : LayerOperator
{
    private readonly Node[] _nodes;
    private readonly Real[] _gradient;
    private Real _biasWeight = 1;

    /// <summary>Creates the operator with its workspace.</summary>
    /// <param name="map">The map.</param>
    /// <param name="capacity">The most samples of a batch.</param>
    public StructuredOperator(StructuredMap map, int capacity)
    {
        _nodes = [.. map.Nodes.Select((node, i) => new Node(node, [.. node.Parts.Select(map.IndexOf)], capacity, i == map.Nodes.Length - 1))];
        _gradient = new Real[LargestTensor(map)];
    }

    /// <summary>The memory of the workspace.</summary>
    public static Footprint Footprint(StructuredMap map, int capacity) => map.Nodes.Aggregate(
        Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Evaluations, LargestTensor(map)),
        (sum, node) => sum + Node.Footprint(node, capacity, ReferenceEquals(node, map.Expression)));

    public override void Apply(LayerInput input, DeviceParameters parameters, DeviceMatrix x)
    {
        _biasWeight = 1;
        Evaluate(input, (StructuredParameters)parameters, x);
    }

    /// <summary>x = f(z, Θ) without its biases.</summary>
    public void ApplyWithoutBias(LayerInput input, DeviceParameters parameters, DeviceMatrix x)
    {
        _biasWeight = 0;
        Evaluate(input, (StructuredParameters)parameters, x);
    }

    /// <summary>Σ v² of an expression over the samples at the last evaluation.</summary>
    public double SquaredNormOf(Expression expression)
    {
        foreach (var node in _nodes)
        {
            if (ReferenceEquals(node.Expression, expression))
            {
                return VectorKernels.SquaredNorm(node.Value.Values);
            }
        }

        throw new ArgumentException("The expression is not part of the map.", nameof(expression));
    }
    public override void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback)
    {
        var result = (Matrix)feedback;
        result.Resize(error.Rows);
        PullBack((Matrix)error, (StructuredParameters)parameters, result);
    }

    public override void Correlate(DeviceMatrix error, LayerInput input, DeviceParameters parameters, DeviceParameters gradient)
    {
        var sum = (LayerParameters)gradient;
        sum.Values.Clear();
        PullBack((Matrix)error, (StructuredParameters)parameters, null);
        for (var i = _nodes.Length - 1; i >= 0; i--)
        {
            var node = _nodes[i];
            switch (node.Expression)
            {
                case Bias bias:
                    AddBias(node.Adjoint, bias, sum.Tensor(bias.Tensor));
                    break;
                case Image { Operation.Tensor: { } tensor }:
                    var target = sum.Tensor(tensor);
                    var part = _gradient.AsSpan(0, target.Length);
                    node.Kernel!.Correlate(node.Adjoint, _nodes[node.Parts[0]].Value, part);
                    VectorKernels.Combine(target, 1, part, target);
                    break;
            }
        }
    }

    private static int LargestTensor(StructuredMap map) =>
        map.Tensors.Where((_, tensor) => map.OperationOf(tensor) is not null).Select(tensor => (int)tensor.Length).DefaultIfEmpty(0).Max();

    private void Evaluate(LayerInput input, StructuredParameters theta, DeviceMatrix x)
    {
        foreach (var node in _nodes)
        {
            node.Value = node.Expression switch
            {
                Below => (Matrix)input.Activations,
                NetworkInput => (Matrix)input.Data!,
                _ => node.IsRoot ? (Matrix)x : node.OwnValue!,
            };
            if (node.Expression is not (Below or NetworkInput))
            {
                node.Value.Resize(input.Activations.Rows);
                Evaluate(node, theta);
            }
        }

        if (_nodes[^1] is { Expression: Below or NetworkInput } leaf)
        {
            x.Resize(input.Activations.Rows);
            leaf.Value.Values.CopyTo(((Matrix)x).Values);
        }
    }

    private void Evaluate(Node node, StructuredParameters theta)
    {
        var value = node.Value;
        switch (node.Expression)
        {
            case Image image:
                node.Kernel!.Apply(_nodes[node.Parts[0]].Value, theta.FormOf(image.Operation), value);
                break;
            case Bias bias:
                SetBias(value, bias, theta.Tensor(bias.Tensor), _biasWeight);
                break;
            case Combination combination:
                VectorKernels.Scale(_nodes[node.Parts[0]].Value.Values, (Real)combination.Terms[0].Weight, value.Values);
                for (var i = 1; i < node.Parts.Length; i++)
                {
                    VectorKernels.Combine(value.Values, (Real)combination.Terms[i].Weight, _nodes[node.Parts[i]].Value.Values, value.Values);
                }

                break;
            case Concatenation:
                for (int i = 0, offset = 0; i < node.Parts.Length; i++)
                {
                    var part = _nodes[node.Parts[i]].Value;
                    Rows.CopyTo(part, value, offset);
                    offset += part.Columns;
                }

                break;
            case Slice slice:
                Rows.Slice(_nodes[node.Parts[0]].Value, slice.Offset, value);
                break;
        }
    }

    /// <summary>The adjoint of every node that z, or for a gradient some tensor, stands behind.</summary>
    private void PullBack(Matrix error, StructuredParameters theta, Matrix? feedback)
    {
        foreach (var node in _nodes)
        {
            node.IsPulled = false;
        }

        var root = _nodes[^1];
        (root.Adjoint, root.IsPulled) = (error, true);
        for (var i = _nodes.Length - 1; i >= 0; i--)
        {
            if (_nodes[i].IsPulled)
            {
                PullBack(_nodes[i], theta, feedback, error.Rows);
            }
        }

        if (feedback is not null && !root.HasBelow)
        {
            feedback.Values.Clear();
        }
        else if (feedback is not null && root.Expression is Below)
        {
            error.Values.CopyTo(feedback.Values);
        }
    }

    private void PullBack(Node node, StructuredParameters theta, Matrix? feedback, int rows)
    {
        for (var i = 0; i < node.Parts.Length; i++)
        {
            var part = _nodes[node.Parts[i]];
            if (!(feedback is null ? part.HasParameters : part.HasBelow))
            {
                continue;
            }

            var into = part.Expression is Below ? feedback! : part.OwnAdjoint!;
            var isFirst = !part.IsPulled;
            (part.Adjoint, part.IsPulled) = (into, true);
            into.Resize(rows);
            switch (node.Expression)
            {
                case Image image when isFirst:
                    node.Kernel!.ApplyAdjoint(node.Adjoint, theta.FormOf(image.Operation), into);
                    break;
                case Image image:
                    part.Scratch!.Resize(rows);
                    node.Kernel!.ApplyAdjoint(node.Adjoint, theta.FormOf(image.Operation), part.Scratch);
                    VectorKernels.Combine(into.Values, 1, part.Scratch.Values, into.Values);
                    break;
                case Combination combination when isFirst:
                    VectorKernels.Scale(node.Adjoint.Values, (Real)combination.Terms[i].Weight, into.Values);
                    break;
                case Combination combination:
                    VectorKernels.Combine(into.Values, (Real)combination.Terms[i].Weight, node.Adjoint.Values, into.Values);
                    break;
                case Concatenation concatenation:
                    Clear(into, isFirst);
                    Rows.AddSlice(node.Adjoint, concatenation.OffsetOf(i), into);
                    break;
                case Slice slice:
                    Clear(into, isFirst);
                    Rows.AddAt(node.Adjoint, slice.Offset, into);
                    break;
            }
        }
    }

    private static void Clear(Matrix matrix, bool isFirst)
    {
        if (isFirst)
        {
            matrix.Values.Clear();
        }
    }

    private static void SetBias(Matrix value, Bias bias, ReadOnlySpan<Real> tensor, Real weight)
    {
        for (var row = 0; row < value.Rows; row++)
        {
            var target = value.Row(row);
            for (var channel = 0; channel < bias.Channels; channel++)
            {
                target.Slice(channel * bias.Positions, bias.Positions).Fill(weight * tensor[channel]);
            }
        }
    }

    private static void AddBias(Matrix adjoint, Bias bias, Span<Real> gradient)
    {
        for (var channel = 0; channel < bias.Channels; channel++)
        {
            var sum = 0.0;
            for (var row = 0; row < adjoint.Rows; row++)
            {
                sum += VectorKernels.Sum(adjoint.Row(row).Slice(channel * bias.Positions, bias.Positions));
            }

            gradient[channel] += (Real)sum;
        }
    }

    /// <summary>One expression with its buffers.</summary>
    private sealed class Node
    {
        public Node(Expression expression, int[] parts, int capacity, bool isRoot)
        {
            (Expression, Parts, IsRoot) = (expression, parts, isRoot);
            HasBelow = StructuredMap.DependsOnBelow(expression);
            HasParameters = StructuredMap.DependsOnParameters(expression);
            Kernel = (expression as Image)?.Operation.CreateKernel(capacity);
            if (expression is not (Below or NetworkInput) && !isRoot)
            {
                OwnValue = new Matrix(capacity, expression.Width);
                if (HasBelow || HasParameters)
                {
                    (OwnAdjoint, Scratch) = (new Matrix(capacity, expression.Width), new Matrix(capacity, expression.Width));
                }
            }
            else if (expression is Below)
            {
                Scratch = new Matrix(capacity, expression.Width);
            }
        }

        public static Footprint Footprint(Expression expression, int capacity, bool isRoot)
        {
            var isLeaf = expression is Below or NetworkInput;
            var depends = StructuredMap.DependsOnBelow(expression) || StructuredMap.DependsOnParameters(expression);
            var buffers = expression is Below ? 1 : isLeaf || isRoot ? 0 : depends ? 3 : 1;
            return (buffers * Matrix.Footprint(Kernels.Footprint.Evaluations, capacity, expression.Width))
                + ((expression as Image)?.Operation.KernelFootprint(capacity) ?? Kernels.Footprint.Nothing);
        }

        public Expression Expression { get; }

        public int[] Parts { get; }

        public bool IsRoot { get; }

        public bool HasBelow { get; }

        public bool HasParameters { get; }

        public OperationKernel? Kernel { get; }

        public Matrix? OwnValue { get; }

        public Matrix? OwnAdjoint { get; }

        /// <summary>Where a second image is pulled back to before it is added.</summary>
        public Matrix? Scratch { get; }

        public Matrix Value { get; set; } = Matrix.Empty;

        public Matrix Adjoint { get; set; } = Matrix.Empty;

        public bool IsPulled { get; set; }
    }
}
