using System.Collections.Immutable;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>
/// A vector that depends affinely on the activations z below a layer and on the input y of the network, and polynomially on the tensors
/// of Θ. Layer maps other than the affine one are such expressions; shared parts are the same object.
/// </summary>
/// <param name="Width">The length of the vector.</param>
public abstract record Expression(int Width)
{
    /// <summary>The expressions that this one is made of.</summary>
    internal virtual ImmutableArray<Expression> Parts => [];

    /// <summary>a + b.</summary>
    public static Expression operator +(Expression a, Expression b) => new Combination([(1, a), (1, b)]);

    /// <summary>a − b.</summary>
    public static Expression operator -(Expression a, Expression b) => new Combination([(1, a), (-1, b)]);

    /// <summary>c a.</summary>
    public static Expression operator *(double c, Expression a) => new Combination([(c, a)]);
}

/// <summary>z, the activations below.</summary>
/// <param name="Width">Its length.</param>
public sealed record Below(int Width) : Expression(Width);

/// <summary>y, the input of the network.</summary>
/// <param name="Width">Its length.</param>
public sealed record NetworkInput(int Width) : Expression(Width);

/// <summary>A tensor of one value per channel, repeated over the positions of the channel.</summary>
/// <param name="Tensor">The tensor's place in Θ.</param>
/// <param name="Channels">Its length.</param>
/// <param name="Positions">The positions of a channel.</param>
public sealed record Bias(int Tensor, int Channels, int Positions) : Expression(Channels * Positions);

/// <summary>A linear operation on a vector.</summary>
/// <param name="Operation">The operation K.</param>
/// <param name="Of">The vector v; the image is K v.</param>
public sealed record Image(LinearOperation Operation, Expression Of) : Expression(Operation.Outputs)
{
    internal override ImmutableArray<Expression> Parts => [Of];
}

/// <summary>Σ cᵢ vᵢ of vectors of one length.</summary>
/// <param name="Terms">The terms, at least one.</param>
public sealed record Combination(ImmutableArray<(double Weight, Expression Of)> Terms) : Expression(Terms[0].Of.Width)
{
    internal override ImmutableArray<Expression> Parts => [.. Terms.Select(term => term.Of)];
}

/// <summary>Vectors one after the other.</summary>
/// <param name="Of">The vectors, at least one.</param>
public sealed record Concatenation(ImmutableArray<Expression> Of) : Expression(Of.Sum(part => part.Width))
{
    internal override ImmutableArray<Expression> Parts => Of;

    /// <summary>Where a vector begins.</summary>
    internal int OffsetOf(int part)
    {
        var offset = 0;
        for (var i = 0; i < part; i++)
        {
            offset += Of[i].Width;
        }

        return offset;
    }
}

/// <summary>A part of a vector.</summary>
/// <param name="Of">The vector.</param>
/// <param name="Offset">Where the part begins.</param>
/// <param name="Length">Its length.</param>
public sealed record Slice(Expression Of, int Offset, int Length) : Expression(Length)
{
    internal override ImmutableArray<Expression> Parts => [Of];
}
