namespace LiftedActors.Model.Networks.Architectures;

/// <summary>A way to build a network between an input and an output.</summary>
public abstract record Architecture
{
    /// <summary>Whether the same weights make a network for images of any size.</summary>
    public virtual bool IsConvolutional => false;

    /// <summary>How many pixels away an input still has influence on an output, without that of a forward operator.</summary>
    public virtual int Reach => int.MaxValue;

    /// <summary>Builds the network.</summary>
    /// <param name="setting">What it stands between.</param>
    /// <exception cref="ArgumentException">The architecture does not fit; the message says why.</exception>
    public abstract Network Build(ArchitectureSetting setting);
}
