package dev.meterlark.console.storage;

import dev.meterlark.console.Filling;
import dev.meterlark.edge.SignedAddress;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models of the pages of buckets and tables. */
public final class StorageModels {

    private final Filling with;
    private final String text;

    public StorageModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        Map<String, Map<String, Object>> all = new HashMap<>(buckets());
        all.putAll(tables());
        return all;
    }

    private Map<String, Map<String, Object>> buckets() {
        return Map.of(
                "storage/buckets",
                with.model("buckets", List.of(bucket()), "next", text),
                "storage/bucket-new",
                with.model("name", text, "problem", text),
                "storage/bucket-delete",
                with.model("bucket", bucket()),
                "storage/bucket",
                with.model(
                        "bucket",
                        bucket(),
                        "prefix",
                        text,
                        "flat",
                        false,
                        "crumbs",
                        List.of(new Crumb(text, text)),
                        "folders",
                        List.of(new Crumb(text, text)),
                        "objects",
                        List.of(object()),
                        "next",
                        text),
                "storage/object",
                oneObject(),
                "storage/objects-remove",
                with.model("bucket", text, "keys", List.of(text, text)),
                "storage/object-share",
                with.model(
                        "bucket",
                        text,
                        "key",
                        text,
                        "folder",
                        text,
                        "shared",
                        new SignedAddress("http://localhost:8080/s3/" + text, Filling.NOW),
                        "choices",
                        List.of(new SharingPages.Choice(3_600, "1 hour")),
                        "signers",
                        List.of(new SharingPages.Signer(text, text))));
    }

    private Map<String, Object> oneObject() {
        return with.model(
                "bucket",
                text,
                "crumbs",
                List.of(new Crumb(text, text)),
                "object",
                object(),
                "facts",
                Map.of("etag", text, "sha256", text, "pieces", 3, "metadata", Map.of(text, text)),
                "exactSize",
                "7");
    }

    private Map<String, Map<String, Object>> tables() {
        ItemForm form = new ItemForm(text, 7L, text, 60L, "2026-11-26T08:00:00Z");
        return Map.of(
                "storage/bucket-empty",
                with.model("bucket", bucket(), "prefix", text),
                "storage/tables",
                with.model("tables", List.of(table()), "next", text),
                "storage/table-new",
                with.model("form", new TablePages.NewTable(text, text, text, text)),
                "storage/table-delete",
                with.model("table", table()),
                "storage/table",
                with.model(
                        "table",
                        table(),
                        "search",
                        new ItemSearch("index", text, text, text, text, "desc", null),
                        "items",
                        List.of(item()),
                        "next",
                        text),
                "storage/item",
                with.model(
                        "table",
                        table(),
                        "form",
                        form,
                        "item",
                        item(),
                        "late",
                        true,
                        "theirs",
                        item(),
                        "theirText",
                        text),
                "storage/item-delete",
                with.model("table", table(), "item", item()));
    }

    private BucketPages.Row bucket() {
        return new BucketPages.Row(text, "1", "2 B", false, Filling.NOW);
    }

    private ObjectRow object() {
        return new ObjectRow(text, text, "3 B", text, Filling.NOW);
    }

    private TablePages.Row table() {
        return new TablePages.Row(text, text, "string", text, "1", "2 B", Filling.NOW);
    }

    private ItemRow item() {
        return new ItemRow(text, text, 7, text, Filling.NOW, Filling.NOW);
    }
}
