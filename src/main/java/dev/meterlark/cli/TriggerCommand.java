package dev.meterlark.cli;

import picocli.CommandLine.Command;

import java.util.List;

@Command(
        name = "trigger",
        aliases = "triggers",
        description =
                "What makes functions run: lists the triggers of the account, or does what the"
                        + " command behind it says.",
        footer = {
            "  lark trigger create ship queue queue=orders batchSize=10",
            "  lark trigger create mail topic topic=orders --filter '{\"type\": [\"order.paid\"]}'",
            "  lark trigger test 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11"
        })
final class TriggerCommand extends Verb {

    TriggerCommand(Surroundings around) {
        super(around);
    }

    /** What stands behind it. */
    static List<Verb> verbs(Surroundings around) {
        return List.of(
                new TriggerVerbs.ListAll(around),
                new TriggerChanges.Create(around),
                new TriggerVerbs.Show(around),
                new TriggerChanges.Change(around),
                new TriggerVerbs.Pause(around),
                new TriggerVerbs.Resume(around),
                new TriggerVerbs.Test(around),
                new TriggerVerbs.Secret(around),
                new TriggerVerbs.Delete(around));
    }

    @Override
    Exit run(Printing printing) {
        return TriggerVerbs.list(this, printing, "/triggers");
    }
}
