package dev.meterlark.console.triggers;

import dev.meterlark.console.triggers.Field.Suggested;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.pipeline.PipelineView;
import dev.meterlark.pipeline.Pipelines;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.bucket.BucketView;
import dev.meterlark.storage.bucket.Buckets;
import dev.meterlark.storage.queue.Queues;
import dev.meterlark.storage.table.TableView;
import dev.meterlark.storage.table.Tables;
import dev.meterlark.storage.topic.TopicView;
import dev.meterlark.storage.topic.Topics;

import org.springframework.stereotype.Component;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The first names of the account's things, for whoever does not want to type them. */
@Component
class Suggestions {

    private static final int MOST = 100;
    private static final List<String> ZONES =
            ZoneId.getAvailableZoneIds().stream()
                    .filter(
                            id ->
                                    id.equals("UTC")
                                            || id.matches(
                                                    "(Africa|America|Asia|Atlantic|Australia|Europe"
                                                            + "|Indian|Pacific)/.*"))
                    .sorted()
                    .toList();
    private static final List<String> EXPRESSIONS =
            List.of(
                    "rate(1 minute)",
                    "rate(5 minutes)",
                    "rate(1 hour)",
                    "0 * * * *",
                    "0 8 * * MON-FRI",
                    "0 0 1 * *",
                    "@daily");

    private final Functions functions;
    private final Pipelines pipelines;
    private final Queues queues;
    private final Topics topics;
    private final Buckets buckets;
    private final Tables tables;

    Suggestions(
            Functions functions,
            Pipelines pipelines,
            Queues queues,
            Topics topics,
            Buckets buckets,
            Tables tables) {
        this.functions = functions;
        this.pipelines = pipelines;
        this.queues = queues;
        this.topics = topics;
        this.buckets = buckets;
        this.tables = tables;
    }

    /** What may run: functions and pipelines. */
    List<String> targets(Caller caller) {
        return Stream.concat(
                        functions.list(caller, null, MOST).items().stream().map(FunctionView::name),
                        pipelines.list(caller, null, MOST).items().stream().map(PipelineView::name))
                .sorted()
                .toList();
    }

    /** For the fields of a type; nothing that the caller may not see. */
    Map<Suggested, List<String>> names(Caller caller, TriggerType type) {
        return switch (type) {
            case SCHEDULE -> Map.of(Suggested.ZONES, ZONES, Suggested.EXPRESSIONS, EXPRESSIONS);
            case QUEUE, TOPIC, BUCKET, TABLE ->
                    caller.may(Permission.STORAGE_READ) ? stored(caller, type) : Map.of();
            case WEBHOOK, DATABASE, KAFKA -> Map.of();
        };
    }

    private Map<Suggested, List<String>> stored(Caller caller, TriggerType type) {
        return switch (type) {
            case QUEUE -> Map.of(Suggested.QUEUES, queues.names(caller, "", null, MOST).items());
            case TOPIC ->
                    Map.of(
                            Suggested.TOPICS,
                            topics.list(caller, null, MOST).items().stream()
                                    .map(TopicView::name)
                                    .toList());
            case BUCKET ->
                    Map.of(
                            Suggested.BUCKETS,
                            buckets.list(caller, null, MOST).items().stream()
                                    .map(BucketView::name)
                                    .toList());
            case TABLE ->
                    Map.of(
                            Suggested.TABLES,
                            tables.list(caller, null, MOST).items().stream()
                                    .map(TableView::name)
                                    .toList());
            case SCHEDULE, WEBHOOK, DATABASE, KAFKA -> Map.of();
        };
    }
}
