using System.Collections.Immutable;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>
/// A layer map that is given by an expression: convolutions, skips, concatenated states and the steps of proximal algorithms are all of
/// this kind. Both adjoints follow from the expression.
/// </summary>
public sealed record StructuredMap : LayerMap
{
    private readonly ImmutableArray<Expression> _nodes;

    /// <summary>Creates the map.</summary>
    /// <param name="inputs">Features of z.</param>
    /// <param name="tensors">The tensors of Θ.</param>
    /// <param name="expression">x.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public StructuredMap(int inputs, ImmutableArray<ParameterTensor> tensors, Expression expression)
        : base(inputs, expression.Width)
    {
        (Tensors, Expression) = (tensors, expression);
        _nodes = Ordered(expression);
        foreach (var node in _nodes)
        {
            Check(node, inputs);
        }
    }

    /// <summary>x as an expression in z, y and Θ.</summary>
    public Expression Expression { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ParameterTensor> Tensors { get; }

    /// <inheritdoc/>
    public override bool ReadsData => _nodes.Any(node => node is NetworkInput);

    /// <summary>Whether x is affine in Θ: no tensor defines an operation on what another one, or itself, already made.</summary>
    public override bool IsAffineInParameters => _nodes.OfType<Image>().All(image => image.Operation.Tensor is null || !Ordered(image.Of).Any(DependsOnParameters));

    /// <inheritdoc/>
    public override Footprint ParametersFootprint => StructuredParameters.Footprint(this);

    /// <inheritdoc/>
    internal override Footprint WeightBoundsFootprint => StructuredWeightBounds.Footprint(this);

    /// <inheritdoc/>
    internal override int WeightBoundsState => Inputs;

    /// <summary>All expressions, each after what it is made of.</summary>
    internal ImmutableArray<Expression> Nodes => _nodes;

    /// <inheritdoc/>
    public override LayerParameters CreateParameters() => new StructuredParameters(this);

    /// <inheritdoc/>
    public override LayerParameters CreateGradient() => new(this);

    /// <inheritdoc/>
    internal override StructuredOperator CreateOperator(int capacity) => new(this, capacity, new HostExpressions(this));

    /// <summary>The operator on a device.</summary>
    /// <param name="capacity">The most samples of a batch.</param>
    /// <param name="expressions">What the device knows of expressions.</param>
    public LayerOperator CreateOperator(int capacity, ExpressionDevice expressions) => new StructuredOperator(this, capacity, expressions);

    /// <inheritdoc/>
    internal override Footprint OperatorFootprint(int capacity) => StructuredOperator.Footprint(this, capacity);

    /// <inheritdoc/>
    internal override WeightBounds CreateWeightBounds() => new StructuredWeightBounds(this);

    /// <inheritdoc/>
    internal override InputBounds CreateInputBounds(int capacity) => new StructuredInputBounds(this, capacity);

    /// <inheritdoc/>
    internal override Footprint InputBoundsFootprint(int capacity) => StructuredInputBounds.Footprint(this, capacity);

    /// <summary>The place of an expression in <see cref="Nodes"/>.</summary>
    internal int IndexOf(Expression node)
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (ReferenceEquals(_nodes[i], node))
            {
                return i;
            }
        }

        throw new ArgumentException("The expression is not part of the map.", nameof(node));
    }

    /// <summary>An operation that a tensor defines; null for a bias.</summary>
    internal LinearOperation? OperationOf(int tensor) =>
        _nodes.OfType<Image>().FirstOrDefault(image => image.Operation.Tensor == tensor)?.Operation is { } operation
            ? operation is AdjointOperation adjoint ? adjoint.Of : operation
            : null;

    /// <summary>Whether an expression contains z.</summary>
    internal static bool DependsOnBelow(Expression node) => node is Below || node.Parts.Any(DependsOnBelow);

    /// <summary>Whether an expression contains a tensor.</summary>
    internal static bool DependsOnParameters(Expression node) =>
        node is Bias || (node is Image { Operation.Tensor: not null }) || node.Parts.Any(DependsOnParameters);

    private static ImmutableArray<Expression> Ordered(Expression root)
    {
        var (seen, order) = (new HashSet<Expression>(ReferenceEqualityComparer.Instance), ImmutableArray.CreateBuilder<Expression>());
        Visit(root);
        return order.ToImmutable();

        void Visit(Expression node)
        {
            if (seen.Add(node))
            {
                foreach (var part in node.Parts)
                {
                    Visit(part);
                }

                order.Add(node);
            }
        }
    }

    private static void Check(Expression node, int inputs)
    {
        var fits = node switch
        {
            Below below => below.Width == inputs,
            Image image => image.Of.Width == image.Operation.Inputs,
            Combination combination => combination.Terms.All(term => term.Of.Width == combination.Width),
            Slice slice => slice.Offset >= 0 && slice.Length > 0 && slice.Offset + slice.Length <= slice.Of.Width,
            _ => true,
        };
        if (!fits)
        {
            throw new ArgumentException($"The widths of {node} do not fit, with {inputs} features below.", nameof(node));
        }
    }
}
