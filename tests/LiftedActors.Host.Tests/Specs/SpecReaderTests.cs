using System.Text.Json.Nodes;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Tests.Specs;

public sealed class SpecReaderTests
{
    [Fact]
    public void All_faults_come_at_once_each_with_its_path_the_known_words_and_the_nearest()
    {
        var spec = SmallSpec.Parse();
        SpecOverrides.Apply(spec, [
            "epocks=3", "epochs=0", "task.train=many", "task.noise=-1", "task.operator={\"gausian-blur\":{}}", "network.widths=[64]",
            "network.activation={\"soft-threshold\":{\"treshold\":1}}", "method.schedule=one-swep", "method.parameterUpdate=feasible",
            "method.formulation={\"lifted-bregman\":{\"weight\":-2}}", "seed=true",
        ]);

        var faults = Assert.Throws<SpecException>(() => SpecReader.Read("small", spec)).Faults;

        string[] paths =
        [
            "epochs", "epocks", "task.train", "task.noise", "task.operator", "network.widths", "network.activation.soft-threshold.treshold",
            "method.schedule", "method.parameterUpdate", "method.formulation.lifted-bregman.weight", "seed",
        ];
        Assert.Equal(paths.Order(), faults.Select(fault => fault.Path).Order());
        Assert.Contains("'epochs'", Message("epocks"), StringComparison.Ordinal);
        Assert.Contains("'gaussian-blur'", Message("task.operator"), StringComparison.Ordinal);
        Assert.Contains("'one-sweep'? Known: backward-gauss-seidel, bounded-delay, jacobi, one-sweep", Message("method.schedule"), StringComparison.Ordinal);
        Assert.Contains("'threshold'", Message("network.activation.soft-threshold.treshold"), StringComparison.Ordinal);
        Assert.All(faults, fault => Assert.DoesNotContain('\n', fault.Message));

        string Message(string path) => faults.Single(fault => fault.Path == path).Message;
    }

    [Theory]
    [InlineData("{ \"name\": ", "line 1")]
    [InlineData("{\n \"epochs\": 1,\n \"epochs\": 2 }", "$")]
    [InlineData("[]", "$")]
    public void What_is_not_an_object_is_refused_with_its_place(string text, string place) =>
        Assert.Equal(place, Assert.Single(Assert.Throws<SpecException>(() => SpecReader.Parse("x", text)).Faults).Path);

    [Fact]
    public void An_empty_spec_lacks_everything_that_has_no_default()
    {
        var faults = Assert.Throws<SpecException>(() => SpecReader.Read("x", [])).Faults.Select(fault => fault.Path).ToArray();

        Assert.Superset(new HashSet<string> { "name", "task.data", "task.train", "task.test", "network.widths", "network.activation", "method.formulation", "method.outer", "epochs" }, faults.ToHashSet());
    }

    [Fact]
    public void A_delay_and_the_sweeps_of_the_full_batch_are_read()
    {
        var method = SmallSpec.Read("method.schedule={\"bounded-delay\":{\"delay\":2}}", "method.outer={\"full-batch\":{\"sweeps\":6}}").Method;

        Assert.Equal((2, 6), (method.Schedule.Delay, method.Outer.Sweeps));
        Assert.Equal(1, SmallSpec.Read("method.outer=full-batch", "method.schedule=jacobi").Method.Outer.Sweeps);
        Assert.Contains("single sweep", Assert.Throws<SpecException>(() => SmallSpec.Read("method.schedule=bounded-delay")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused_at_their_place()
    {
        Assert.Equal("method.outer", Fault("method.outer.implicit-stochastic-gradient.sweeps=3"));
        Assert.Equal("method.shards", Fault("method.shards=9"));
        Assert.Equal("network.widths", Fault("network.widths=[64,20,65]"));
        Assert.Equal("baseline", Fault("baseline=prox-linear"));
        Assert.Equal("task.operator.gaussian-blur", Fault("task.operator.gaussian-blur.size=4"));
        Assert.Equal("network.widths", Fault("network.widths=[64,100000,100000,64]"));
        Assert.Equal("task.test", Fault("task.test=1000000000"));

        static string Fault(string text) => Assert.Single(Assert.Throws<SpecException>(() => SmallSpec.Read(text)).Faults).Path;
    }

    [Fact]
    public void The_resolved_spec_names_every_default_and_reads_as_itself()
    {
        var spec = SmallSpec.Read();

        var again = SpecReader.Read("again", SpecReader.Parse("again", spec.Resolved.ToJsonString()));

        Assert.Equal(spec.Resolved.ToJsonString(), again.Resolved.ToJsonString());
        Assert.Equal(10, spec.Resolved["method"]!["formulation"]!["lifted-bregman"]!["weight"]!.GetValue<double>());
        Assert.Equal("one-sweep", spec.Resolved["method"]!["schedule"]!.GetValue<string>());
    }

    [Fact]
    public void Every_built_in_experiment_is_without_fault()
    {
        Assert.Superset(new HashSet<string> { "phantom-deblur", "mnist-denoise", "mnist-deblur", "mnist-inpaint" }, BuiltInExperiments.Names.ToHashSet());
        Assert.All(BuiltInExperiments.Names, name => Assert.Equal(name, BuiltInExperiments.Read(name, []).Name));
    }

    [Fact]
    public void Every_activation_can_be_named_and_one_that_jumps_is_refused_with_the_reason()
    {
        Assert.NotEmpty(Families.Activations.Words);
        Assert.All(Families.Activations.Words, word =>
        {
            if (PotentialCatalogue.Create(word).NotForGradientSteps is { } reason)
            {
                Assert.Contains(reason, Assert.Throws<SpecException>(() => SmallSpec.Read($"network.activation={word}")).Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.NotNull(SmallSpec.Read($"network.activation={word}").Network);
            }
        });
    }

    [Fact]
    public void An_activation_without_a_potential_is_refused_with_the_reason() =>
        Assert.Contains("not monotone", Assert.Throws<SpecException>(() => SmallSpec.Read("network.activation=gelu")).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_schedule_can_be_named()
    {
        Assert.NotEmpty(Families.Schedules.Words);
        Assert.All(Families.Schedules.Words, word => Assert.Equal(word, Kebab(SmallSpec.Read($"method.schedule={word}", Sweeps(word)).Method.Schedule)));

        static string Sweeps(string word) => $"method.outer.implicit-stochastic-gradient.sweeps={(word == "bounded-delay" ? 2 : 1)}";

        static string Kebab(object member) => Model.Operators.Spelling.KebabCase(member.GetType().Name);
    }

    [Fact]
    public void An_override_reaches_into_a_word_without_parameters() =>
        Assert.Equal(0.5, SmallSpec.Read("baseline.adam.rate=0.5").Resolved["baseline"]!["adam"]!["rate"]!.GetValue<double>());

    [Fact]
    public void An_override_through_a_number_is_refused() =>
        Assert.Equal("epochs.x", Assert.Single(Assert.Throws<SpecException>(() => SmallSpec.Read("epochs.x=1")).Faults).Path);

    [Fact]
    public void A_later_override_wins() => Assert.Equal(7, SmallSpec.Read("epochs=5", "epochs=7").Epochs);
}
