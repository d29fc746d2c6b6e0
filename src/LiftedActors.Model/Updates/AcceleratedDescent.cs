using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Updates;

/// <summary>The inner iteration of <see cref="Nesterov"/> and <see cref="Exact"/>.</summary>
internal static class AcceleratedDescent
{
    /// <summary>Runs accelerated steps from the current point; the best of them goes to the next one.</summary>
    /// <returns>|next − origin|².</returns>
    public static double Run(BlockProblem problem, int steps, double tolerance)
    {
        var (device, target) = (problem.Device, problem.Next);
        var (best, before, ahead, origin) = (problem.Workspace[0], problem.Workspace[1], problem.Workspace[2], problem.Workspace[3]);
        device.Copy(problem.Current, origin);
        device.Copy(problem.Current, best);
        device.Copy(problem.Current, before);
        var (lowest, momentum) = (problem.Value(best), new Momentum(problem));
        for (var k = 0; k < steps; k++)
        {
            var beta = momentum.Next();
            var all = Portion.All(best);
            device.Combine(best, (Real)beta, best, ahead, all);
            device.Combine(ahead, (Real)(-beta), before, ahead, all);
            problem.Retarget(target);
            problem.Linearise(ahead);
            problem.ProximalGradient(1 / problem.Lipschitz);
            var value = problem.Value(target);
            if (!(value <= lowest))
            {
                // Ahead of the best point F rose: from there, without momentum, it falls.
                momentum.Restart();
                problem.Linearise(best);
                problem.ProximalGradient(1 / problem.CertifiedLipschitz);
                value = problem.Value(target);
                if (!(value < lowest))
                {
                    break;
                }
            }

            var squaredMove = device.SquaredDistance(target, best);
            device.Copy(best, before);
            device.Copy(target, best);
            lowest = value;
            if (squaredMove <= tolerance * tolerance * SquaredNorm(problem, best))
            {
                break;
            }
        }

        device.Copy(best, target);
        return device.SquaredDistance(target, origin);
    }

    private static double SquaredNorm(BlockProblem problem, DeviceMatrix point)
    {
        // |v|² as the distance from a zero that costs no buffer: the point ahead is rewritten before it is read again.
        var zero = problem.Workspace[2];
        problem.Device.Clear(zero);
        return problem.Device.SquaredDistance(point, zero);
    }

    /// <summary>The momentum β of each step.</summary>
    private struct Momentum
    {
        private readonly double _constant;
        private double _t;

        public Momentum(BlockProblem problem)
        {
            var q = problem.StrongConvexity / (problem.Lipschitz + problem.StrongConvexity);
            (_constant, _t) = (q > 0 ? (1 - Math.Sqrt(q)) / (1 + Math.Sqrt(q)) : -1, 1);
        }

        public double Next()
        {
            if (_constant >= 0)
            {
                return _constant;
            }

            var next = (1 + Math.Sqrt(1 + (4 * _t * _t))) / 2;
            var beta = (_t - 1) / next;
            _t = next;
            return beta;
        }

        public void Restart() => _t = 1;
    }
}
