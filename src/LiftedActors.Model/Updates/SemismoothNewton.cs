using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Updates;

/// <summary>
/// The inner iteration of <see cref="Exact"/> where second derivatives are known: a prox-linear step, then a semismooth Newton step, halved until F does not rise.
/// </summary>
/// <remarks>
/// The prox-linear steps make the convergence global, the Newton steps fast; the linear systems are solved by conjugate gradients, or at once.
/// Source: Qi and Sun (1993); Li, Fukushima, Qi and Yamashita (2004) for the shift; docs/mathematics.md §5.1, §5.2.
/// </remarks>
internal static class SemismoothNewton
{
    /// <summary>best, origin, and five of the linear system.</summary>
    public const int Workspaces = 7;

    private const double Forcing = 1e-3;
    private const int MaximumProducts = 100;
    private const int MaximumHalvings = 4;
    private static readonly double LeastShift = Math.Sqrt(Wide.Epsilon);

    /// <summary>Goes from the current point to the minimiser; the last point goes to the next one.</summary>
    /// <returns>|next − origin|².</returns>
    public static double Run(BlockProblem problem, NewtonSystem system, int steps, double tolerance)
    {
        var (device, target) = (problem.Device, problem.Next);
        var (best, origin) = (problem.Workspace[0], problem.Workspace[1]);
        device.Copy(problem.Current, origin);
        device.Copy(problem.Current, best);
        problem.Retarget(target);
        var (lowest, stalls) = (problem.Value(best), 0);
        for (var k = 0; k < steps && stalls < 2; k++)
        {
            var before = lowest;
            if (!(ProxLinear(problem, best, ref lowest) is { } proxMove))
            {
                break;
            }

            var size = device.Dot(best, best);
            system.Shift = problem.Lipschitz * Math.Max(LeastShift, Math.Sqrt(proxMove / (proxMove + size)));
            var squaredMove = Newton(problem, system, best, ref lowest) ?? proxMove;
            if (squaredMove <= tolerance * tolerance * size)
            {
                break;
            }

            // What only rounding decides is decided once more.
            stalls = lowest < before ? 0 : stalls + 1;
        }

        device.Copy(best, target);
        return device.SquaredDistance(target, origin);
    }

    /// <summary>A prox-linear step from the best point; null where F rises even by the certain one.</summary>
    private static double? ProxLinear(BlockProblem problem, DeviceMatrix best, ref double lowest)
    {
        problem.Linearise(best);
        var squaredMove = problem.ProximalGradient(1 / problem.Lipschitz);
        var value = problem.Value(problem.Next);
        if (!Settlement.Accepts(lowest, value, 0))
        {
            squaredMove = problem.ProximalGradient(1 / problem.CertifiedLipschitz);
            value = problem.Value(problem.Next);
            if (!Settlement.Accepts(lowest, value, 0))
            {
                return null;
            }
        }

        problem.Device.Copy(problem.Next, best);
        lowest = Math.Min(lowest, value);
        return squaredMove;
    }

    /// <summary>A Newton step from the best point; null where F rises all the way.</summary>
    private static double? Newton(BlockProblem problem, NewtonSystem system, DeviceMatrix best, ref double lowest)
    {
        var (device, next) = (problem.Device, problem.Next);
        problem.Linearise(best);
        system.End(Solve(problem, system), next);
        for (var halvings = 0; halvings <= MaximumHalvings; halvings++)
        {
            var value = problem.Value(next);
            if (Settlement.Accepts(lowest, value, 0))
            {
                var squaredMove = device.SquaredDistance(next, best);
                device.Copy(next, best);
                lowest = Math.Min(lowest, value);
                return squaredMove;
            }

            device.Scale(next, (Real)0.5, next, Portion.All(next));
            device.Combine(next, (Real)0.5, best, next, Portion.All(next));
        }

        return null;
    }

    /// <summary>w by conjugate gradients in ⟨·, D·⟩.</summary>
    private static DeviceMatrix Solve(BlockProblem problem, NewtonSystem system)
    {
        var (device, workspace) = (problem.Device, problem.Workspace);
        var (solution, residual, direction, image, product) = (workspace[2], workspace[3], workspace[4], workspace[5], workspace[6]);
        var all = Portion.All(solution);
        system.Begin(residual);
        device.Clear(solution);
        if (system.TrySolve(residual, solution))
        {
            return solution;
        }

        device.Copy(residual, direction);
        system.Weigh(direction, image);
        var squared = device.Dot(residual, image);
        var enough = Forcing * Forcing * squared;
        for (var k = 0; k < MaximumProducts && squared > enough; k++)
        {
            system.Apply(direction, image, product);
            var curvature = device.Dot(image, product);
            if (!(curvature > 0))
            {
                break;
            }

            var length = squared / curvature;
            device.Combine(solution, (Real)length, direction, solution, all);
            device.Combine(residual, (Real)(-length), product, residual, all);
            system.Weigh(residual, product);
            var next = device.Dot(residual, product);
            device.Combine(residual, (Real)(next / squared), direction, direction, all);
            device.Combine(product, (Real)(next / squared), image, image, all);
            squared = next;
        }

        return solution;
    }
}
