package dev.meterlark.cli;

import picocli.CommandLine.Command;

import java.util.List;

@Command(
        name = "kafka-connection",
        aliases = {"kafka-connections", "kafka"},
        description =
                "Kafkas that results are written to: lists those of the account, or does what the"
                        + " command behind it says.",
        footer = {
            "  lark kafka-connection create events 'brokers=[{\"host\": \"kafka.example\"}]'",
            "  lark kafka-connection"
        })
final class KafkaCommand extends Verb {

    KafkaCommand(Surroundings around) {
        super(around);
    }

    /** What stands behind it. */
    static List<Verb> verbs(Surroundings around) {
        return List.of(
                new KafkaVerbs.Create(around),
                new KafkaVerbs.Show(around),
                new KafkaVerbs.Change(around),
                new KafkaVerbs.Test(around),
                new KafkaVerbs.Delete(around));
    }

    @Override
    Exit run(Printing printing) {
        return KafkaVerbs.list(this, printing);
    }
}
