package dev.meterlark.trigger.system;

import dev.meterlark.account.AuditListener;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.topic.TopicEvents;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes of functions and of what belongs to them, from the audit log. */
@Component
class TellingChanges implements AuditListener {

    /** What comes before the colon of a subject. */
    private static final Set<String> TOLD =
            Set.of("function", "version", "alias", "shift", "pipeline", "trigger");

    private static final String DEPLOYED = "function.code-uploaded";
    private static final String MOVED = "alias.moved";
    private static final String WENT_BACK = "shift went back";

    private final TopicEvents events;
    private final JsonMapper json;

    TellingChanges(TopicEvents events, JsonMapper json) {
        this.events = events;
        this.json = json;
    }

    @Override
    public void recorded(
            AccountId account, String actor, String action, String subject, Map<String, ?> detail) {
        if (!TOLD.contains(action.substring(0, Math.max(0, action.indexOf('.'))))) {
            return;
        }
        ObjectNode event = json.createObjectNode();
        event.put("type", "dev.meterlark." + type(action, detail));
        event.put("source", "/meterlark");
        event.put("subject", subject);
        ObjectNode data = event.putObject("data");
        data.put("action", action);
        data.put("subject", subject);
        data.put("actor", actor);
        data.set("detail", json.valueToTree(detail));
        events.tell(account, List.of(event), Collections.singletonList(null));
    }

    private static String type(String action, Map<String, ?> detail) {
        if (action.equals(DEPLOYED)) {
            return "function.deployed";
        }
        boolean back =
                action.equals(MOVED) && String.valueOf(detail.get("reason")).startsWith(WENT_BACK);
        return back ? "shift.rolled-back" : action;
    }
}
