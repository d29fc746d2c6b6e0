namespace LiftedActors.Model.Kernels;

/// <summary>One of the products of a call.</summary>
/// <param name="A">The left factor.</param>
/// <param name="B">The right factor as it lies, or its panels.</param>
/// <param name="Bias">One row, added to every row of C; null for none.</param>
/// <param name="C">Overwritten.</param>
internal readonly record struct ProductMember(Matrix A, Matrix B, Matrix? Bias, Matrix C);
