using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>A structured map on a device: its expression evaluated from the leaves, and its adjoints from the root.</summary>
internal sealed class StructuredOperator : LayerOperator
{
    private readonly ExpressionDevice _expressions;
    private readonly Node[] _nodes;
    private Real _biasWeight = 1;

    /// <summary>Creates the operator with its workspace.</summary>
    /// <param name="map">The map.</param>
    /// <param name="capacity">The most samples of a batch.</param>
    /// <param name="expressions">The device.</param>
    public StructuredOperator(StructuredMap map, int capacity, ExpressionDevice expressions)
    {
        _expressions = expressions;
        _nodes = [.. map.Nodes.Select((node, i) => new Node(node, [.. node.Parts.Select(map.IndexOf)], capacity, i == map.Nodes.Length - 1 ? null : expressions.Device)
        {
            Operation = node is Image image ? expressions.CreateOperation(image.Operation, capacity) : null,
        })];
    }

    private ComputeDevice Device => _expressions.Device;

    /// <summary>The memory of the workspace on the host.</summary>
    public static Footprint Footprint(StructuredMap map, int capacity) => map.Nodes.Aggregate(
        HostExpressions.Footprint(map), (sum, node) => sum + Node.Footprint(node, capacity, ReferenceEquals(node, map.Expression)));

    public override void Apply(LayerInput input, DeviceParameters parameters, DeviceMatrix x)
    {
        _biasWeight = 1;
        Evaluate(input, parameters, x);
    }

    /// <summary>x = f(z, Θ) without its biases.</summary>
    public void ApplyWithoutBias(LayerInput input, DeviceParameters parameters, DeviceMatrix x)
    {
        _biasWeight = 0;
        Evaluate(input, parameters, x);
    }

    /// <summary>Σ v² of an expression over the samples at the last evaluation, on the host.</summary>
    public double SquaredNormOf(Expression expression)
    {
        foreach (var node in _nodes)
        {
            if (ReferenceEquals(node.Expression, expression))
            {
                return VectorKernels.SquaredNorm(((Matrix)node.Value).Values);
            }
        }

        throw new ArgumentException("The expression is not part of the map.", nameof(expression));
    }

    public override void ApplyAdjoint(DeviceMatrix error, DeviceParameters parameters, DeviceMatrix feedback)
    {
        feedback.Resize(error.Rows);
        PullBack(error, parameters, feedback);
    }

    public override void Correlate(DeviceMatrix error, LayerInput input, DeviceParameters parameters, DeviceParameters gradient)
    {
        Device.Clear(gradient.Flat);
        PullBack(error, parameters, null);
        for (var i = _nodes.Length - 1; i >= 0; i--)
        {
            var node = _nodes[i];
            switch (node.Expression)
            {
                case Bias bias:
                    _expressions.AddBias(bias, node.Adjoint, gradient);
                    break;
                case Image { Operation.Tensor: not null }:
                    node.Operation!.AddGradient(node.Adjoint, _nodes[node.Parts[0]].Value, gradient);
                    break;
            }
        }
    }

    private void Evaluate(LayerInput input, DeviceParameters theta, DeviceMatrix x)
    {
        foreach (var node in _nodes)
        {
            node.Value = node.Expression switch
            {
                Below => input.Activations,
                NetworkInput => input.Data!,
                _ => node.OwnValue ?? x,
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
            Device.Copy(leaf.Value, x);
        }
    }

    private void Evaluate(Node node, DeviceParameters theta)
    {
        var value = node.Value;
        switch (node.Expression)
        {
            case Image:
                node.Operation!.Apply(_nodes[node.Parts[0]].Value, theta, value);
                break;
            case Bias bias:
                _expressions.SetBias(bias, theta, _biasWeight, value);
                break;
            case Combination combination:
                Device.Scale(_nodes[node.Parts[0]].Value, (Real)combination.Terms[0].Weight, value, Portion.All(value));
                for (var i = 1; i < node.Parts.Length; i++)
                {
                    Device.Combine(value, (Real)combination.Terms[i].Weight, _nodes[node.Parts[i]].Value, value, Portion.All(value));
                }

                break;
            case Concatenation:
                for (int i = 0, offset = 0; i < node.Parts.Length; i++)
                {
                    var part = _nodes[node.Parts[i]].Value;
                    _expressions.CopyFeatures(part, 0, value, offset);
                    offset += part.Columns;
                }

                break;
            case Slice slice:
                _expressions.CopyFeatures(_nodes[node.Parts[0]].Value, slice.Offset, value, 0);
                break;
        }
    }

    /// <summary>The adjoint of every node that z, or for a gradient some tensor, stands behind.</summary>
    private void PullBack(DeviceMatrix error, DeviceParameters theta, DeviceMatrix? feedback)
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
            Device.Clear(feedback);
        }
        else if (feedback is not null && root.Expression is Below)
        {
            Device.Copy(error, feedback);
        }
    }

    private void PullBack(Node node, DeviceParameters theta, DeviceMatrix? feedback, int rows)
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
                case Image when isFirst:
                    node.Operation!.ApplyAdjoint(node.Adjoint, theta, into);
                    break;
                case Image:
                    part.Scratch!.Resize(rows);
                    node.Operation!.ApplyAdjoint(node.Adjoint, theta, part.Scratch);
                    Device.Combine(into, 1, part.Scratch, into, Portion.All(into));
                    break;
                case Combination combination when isFirst:
                    Device.Scale(node.Adjoint, (Real)combination.Terms[i].Weight, into, Portion.All(into));
                    break;
                case Combination combination:
                    Device.Combine(into, (Real)combination.Terms[i].Weight, node.Adjoint, into, Portion.All(into));
                    break;
                case Concatenation concatenation:
                    Clear(into, isFirst);
                    _expressions.AddFeatures(node.Adjoint, concatenation.OffsetOf(i), into, 0);
                    break;
                case Slice slice:
                    Clear(into, isFirst);
                    _expressions.AddFeatures(node.Adjoint, 0, into, slice.Offset);
                    break;
            }
        }
    }

    private void Clear(DeviceMatrix matrix, bool isFirst)
    {
        if (isFirst)
        {
            Device.Clear(matrix);
        }
    }

    /// <summary>One expression with its buffers.</summary>
    private sealed class Node
    {
        /// <summary>Allocates the buffers.</summary>
        /// <param name="expression">The expression.</param>
        /// <param name="parts">The places of its parts.</param>
        /// <param name="capacity">The most samples of a batch.</param>
        /// <param name="device">Where the buffers lie; null for the root, whose value is x and whose adjoint is the error.</param>
        public Node(Expression expression, int[] parts, int capacity, ComputeDevice? device)
        {
            (Expression, Parts) = (expression, parts);
            HasBelow = StructuredMap.DependsOnBelow(expression);
            HasParameters = StructuredMap.DependsOnParameters(expression);
            if (expression is not (Below or NetworkInput) && device is not null)
            {
                OwnValue = device.CreateMatrix(capacity, expression.Width);
                if (HasBelow || HasParameters)
                {
                    (OwnAdjoint, Scratch) = (device.CreateMatrix(capacity, expression.Width), device.CreateMatrix(capacity, expression.Width));
                }
            }
            else if (expression is Below && device is not null)
            {
                Scratch = device.CreateMatrix(capacity, expression.Width);
            }
        }

        public static Footprint Footprint(Expression expression, int capacity, bool isRoot)
        {
            var depends = StructuredMap.DependsOnBelow(expression) || StructuredMap.DependsOnParameters(expression);
            var buffers = isRoot || expression is NetworkInput ? 0 : expression is Below ? 1 : depends ? 3 : 1;
            return (buffers * Matrix.Footprint(Kernels.Footprint.Evaluations, capacity, expression.Width))
                + ((expression as Image)?.Operation.KernelFootprint(capacity) ?? Kernels.Footprint.Nothing);
        }

        public Expression Expression { get; }

        public int[] Parts { get; }

        public bool HasBelow { get; }

        public bool HasParameters { get; }

        public DeviceOperation? Operation { get; init; }

        public DeviceMatrix? OwnValue { get; }

        public DeviceMatrix? OwnAdjoint { get; }

        /// <summary>Where a second image is pulled back to before it is added.</summary>
        public DeviceMatrix? Scratch { get; }

        public DeviceMatrix Value { get; set; } = Matrix.Empty;

        public DeviceMatrix Adjoint { get; set; } = Matrix.Empty;

        public bool IsPulled { get; set; }
    }
}
