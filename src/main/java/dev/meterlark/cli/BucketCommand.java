package dev.meterlark.cli;

import picocli.CommandLine.Command;

import java.util.List;

@Command(
        name = "bucket",
        aliases = "buckets",
        description =
                "Buckets of objects: lists those of the account, or does what the command behind it"
                        + " says.",
        footer = {
            "  lark bucket create images",
            "  lark bucket put images cat.png animals/cat.png",
            "  lark bucket get images animals/cat.png > cat.png",
            "  lark bucket show images --prefix animals/"
        })
final class BucketCommand extends Verb {

    BucketCommand(Surroundings around) {
        super(around);
    }

    /** What stands behind it. */
    static List<Verb> verbs(Surroundings around) {
        return List.of(
                new BucketVerbs.Create(around),
                new BucketVerbs.Show(around),
                new BucketVerbs.Put(around),
                new BucketVerbs.Get(around),
                new BucketVerbs.Share(around),
                new BucketVerbs.Remove(around),
                new BucketVerbs.Empty(around),
                new BucketVerbs.Delete(around));
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            var items = api.all("/buckets");
            if (printing.json()) {
                printing.json(Api.items(items));
                return Exit.OK;
            }
            if (items.isEmpty()) {
                printing.notice("There are no buckets yet: lark bucket create makes one.");
                return Exit.OK;
            }
            Table table = new Table("NAME", ">OBJECTS", ">SIZE");
            items.forEach(
                    item ->
                            table.row(
                                    Json.text(item, "name", ""),
                                    Long.toString(item.path("objects").asLong()),
                                    Size.of(item.path("bytes").asLong())));
            table.lines().forEach(printing::say);
        }
        return Exit.OK;
    }
}
