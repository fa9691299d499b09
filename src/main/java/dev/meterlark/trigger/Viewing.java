package dev.meterlark.trigger;

import dev.meterlark.invocation.SpendGuard;
import dev.meterlark.shared.ErrorCode;

import org.springframework.stereotype.Component;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Shows triggers: as they were asked for, without secrets, with how they stand. */
@Component
class Viewing {

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private final Kinds kinds;
    private final StatusRows statuses;
    private final SpendGuard spend;
    private final JsonMapper json;
    private final InstantSource clock;

    Viewing(
            Kinds kinds,
            StatusRows statuses,
            SpendGuard spend,
            JsonMapper json,
            InstantSource clock) {
        this.kinds = kinds;
        this.statuses = statuses;
        this.spend = spend;
        this.json = json;
        this.clock = clock;
    }

    /** With what only its type can say. */
    TriggerView whole(TriggerRow row) {
        Map<TriggerId, TriggerStatus> found = statuses.of(List.of(row.id()), clock.instant());
        Map<String, Object> status = status(found, row);
        status.putAll(kinds.of(row).facts(row));
        return view(row, status);
    }

    /** Without that, because it may take time. */
    List<TriggerView> listed(List<TriggerRow> rows) {
        Map<TriggerId, TriggerStatus> found =
                statuses.of(rows.stream().map(TriggerRow::id).toList(), clock.instant());
        return rows.stream().map(row -> view(row, status(found, row))).toList();
    }

    private Map<String, Object> status(Map<TriggerId, TriggerStatus> found, TriggerRow row) {
        Map<String, Object> status =
                new LinkedHashMap<>(
                        json.convertValue(
                                found.getOrDefault(row.id(), TriggerStatus.NONE), MEMBERS));
        if (spend.isStopped(row.account())) {
            status.put("waitingFor", ErrorCode.SPEND_CAP.wireName());
        }
        return status;
    }

    private TriggerView view(TriggerRow row, Map<String, Object> status) {
        Capabilities can = kinds.of(row).capabilities();
        Duration window = row.reception().batchWindow();
        JsonNode own = kinds.of(row).shown(row);
        Map<String, Object> members = json.convertValue(own, MEMBERS);
        members.values().removeIf(Objects::isNull);
        return new TriggerView(
                row.id(),
                row.type(),
                row.targetKind() == TargetKind.FUNCTION ? row.target().name() : null,
                row.targetKind() == TargetKind.PIPELINE ? row.target().name() : null,
                row.target().qualifier(),
                row.reception().filter(),
                row.reception().input(),
                can.batches() ? row.reception().batchSize() : null,
                can.batches() ? window.toSeconds() : null,
                row.state() == TriggerState.ENABLED,
                row.state().wireName(),
                row.reason(),
                row.revision(),
                row.createdAt(),
                row.changedAt(),
                status,
                members);
    }
}
