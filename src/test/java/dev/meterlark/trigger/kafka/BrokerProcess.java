package dev.meterlark.trigger.kafka;

import java.nio.file.Path;

/** What a broker of the tests runs in: formats its folder the first time, and serves. */
final class BrokerProcess {

    private BrokerProcess() {}

    /**
     * @param arguments the file of settings, and who may come by SCRAM
     */
    public static void main(String[] arguments) {
        kafka.tools.StorageTool.execute(
                new String[] {
                    "format",
                    "--ignore-formatted",
                    "--cluster-id",
                    "4L6g3nShT-eMCtK--X86sw",
                    "--config",
                    arguments[0],
                    "--add-scram",
                    arguments[1]
                },
                System.out);
        kafka.Kafka.main(new String[] {Path.of(arguments[0]).toString()});
    }
}
