using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LiftedActors.Host.Tests.Dependencies;

/// <summary>What a compiled assembly refers to, read from its metadata without loading it.</summary>
/// <param name="Assemblies">The names of the assemblies that it references.</param>
/// <param name="Names">The types and members outside it that it uses, as <see cref="Room.Forbidden"/> writes them.</param>
public sealed record AssemblyUses(IReadOnlyList<string> Assemblies, IReadOnlySet<string> Names)
{
    /// <summary>Reads an assembly file.</summary>
    public static AssemblyUses Read(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        MetadataReader reader = image.GetMetadataReader();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (TypeReferenceHandle type in reader.TypeReferences)
        {
            names.Add(FullName(reader, type));
        }

        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            MemberReference member = reader.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                string name = $"{FullName(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}";
                names.Add(name);
                if (TakesNothing(reader, member))
                {
                    names.Add(name + "()");
                }
            }
        }

        return new([.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))], names);
    }

    private static string FullName(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }

    // ECMA-335 II.23.2.1: a method signature is a calling convention followed by the number of parameters.
    private static bool TakesNothing(MetadataReader reader, MemberReference member)
    {
        BlobReader signature = reader.GetBlobReader(member.Signature);
        return signature.ReadSignatureHeader() is { Kind: SignatureKind.Method, IsGeneric: false } && signature.ReadCompressedInteger() == 0;
    }
}
