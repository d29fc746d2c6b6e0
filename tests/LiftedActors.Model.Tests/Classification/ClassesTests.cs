using LiftedActors.Model.Classification;

namespace LiftedActors.Model.Tests.Classification;

public sealed class ClassesTests
{
    [Fact]
    public void The_class_of_a_one_hot_vector_is_its_label()
    {
        var vector = new Real[7];
        for (var label = 0; label < vector.Length; label++)
        {
            Classes.WriteOneHot(label, vector);
            Assert.Equal(label, Classes.Predicted(vector));
            Assert.Equal(1, vector.Sum());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Classes.WriteOneHot(7, vector));
        Assert.Throws<ArgumentOutOfRangeException>(() => Classes.WriteOneHot(-1, vector));
    }

    [Fact]
    public void Of_equal_outputs_the_first_counts_and_what_is_no_number_is_no_class()
    {
        Assert.Equal(1, Classes.Predicted([0, 3, 3, 1]));
        Assert.Equal(-1, Classes.Predicted([0, 3, Real.NaN]));
        Assert.Equal(-1, Classes.Predicted([Real.NaN, 3]));
    }

    [Fact]
    public void Both_losses_vanish_at_the_target_and_nowhere_else()
    {
        Real[] target = [0, 1, 0];
        foreach (var outputs in (Real[][])[[0, 1, 0], [(Real)0.25, (Real)0.5, (Real)0.25], [1, 0, 0]])
        {
            Assert.Equal(outputs[1] == 1, Classes.SquaredLoss(target, outputs) == 0);
            Assert.Equal(outputs[1] == 1, Classes.CrossEntropy(target, outputs) == 0);
            Assert.True(Classes.CrossEntropy(target, outputs) >= 0);
        }

        Assert.Equal(Math.Log(2), Classes.CrossEntropy(target, [(Real)0.25, (Real)0.5, (Real)0.25]), 6);
        Assert.True(double.IsFinite(Classes.CrossEntropy(target, [1, 0, 0])));
        Assert.True(double.IsNaN(Classes.CrossEntropy(target, [1, Real.NaN, 0])));
        Assert.Equal(1, Classes.SquaredLoss(target, [1, 0, 0]));
    }
}
