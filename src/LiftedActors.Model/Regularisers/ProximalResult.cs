namespace LiftedActors.Model.Regularisers;

/// <summary>What a proximal map came to.</summary>
/// <param name="Gap">The primal–dual gap of min_u J(u) + |u − v|²/(2 step), rounding included, so that |u − prox|² ≤ 2 step Gap; 0 where the map has a closed form.</param>
/// <param name="Iterations">Iterations on the dual; 0 where the map has a closed form.</param>
public readonly record struct ProximalResult(double Gap, int Iterations);
