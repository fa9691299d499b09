package dev.meterlark.storage.sqs;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Set;

/** The older form of an answer: XML, in which lists and maps are repeated elements. */
final class QueryAnswer {

    private static final String NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/";

    private static final Set<String> WITHOUT_RESULT =
            Set.of(
                    "ChangeMessageVisibility",
                    "DeleteMessage",
                    "DeleteQueue",
                    "PurgeQueue",
                    "SetQueueAttributes",
                    "TagQueue",
                    "UntagQueue");

    private static final Map<String, String> LISTS =
            Map.of(
                    "Messages", "Message",
                    "QueueUrls", "QueueUrl",
                    "queueUrls", "QueueUrl",
                    "Failed", "BatchResultErrorEntry",
                    "Results", "ListMessageMoveTasksResultEntry");

    private static final Map<String, String> MAPS =
            Map.of(
                    "Attributes", "Attribute",
                    "MessageAttributes", "MessageAttribute",
                    "Tags", "Tag");

    private final String action;
    private final StringBuilder xml = new StringBuilder(512);

    private QueryAnswer(String action) {
        this.action = action;
    }

    static String of(String action, ObjectNode answer, String requestId) {
        var written = new QueryAnswer(action);
        written.open(action + "Response xmlns=\"" + NAMESPACE + "\"");
        if (!WITHOUT_RESULT.contains(action)) {
            written.open(action + "Result");
            written.members(answer);
            written.close(action + "Result");
        }
        written.open("ResponseMetadata");
        written.element("RequestId", requestId);
        written.close("ResponseMetadata");
        written.close(action + "Response");
        return written.xml.toString();
    }

    static String of(SqsError error, String message, String requestId) {
        var written = new QueryAnswer("");
        written.open("ErrorResponse xmlns=\"" + NAMESPACE + "\"");
        written.open("Error");
        written.element("Type", error.isSenders() ? "Sender" : "Receiver");
        written.element("Code", error.code());
        written.element("Message", message);
        written.element("Detail", "");
        written.close("Error");
        written.element("RequestId", requestId);
        written.close("ErrorResponse");
        return written.xml.toString();
    }

    private void members(JsonNode structure) {
        for (Map.Entry<String, JsonNode> each : structure.properties()) {
            member(each.getKey(), each.getValue());
        }
    }

    private void member(String name, JsonNode value) {
        if (value.isArray()) {
            String element =
                    name.equals("Successful")
                            ? action + "ResultEntry"
                            : LISTS.getOrDefault(name, name);
            value.forEach(each -> element(element, each));
        } else if (MAPS.containsKey(name)) {
            String element = MAPS.getOrDefault(name, name);
            String key = name.equals("Tags") ? "Key" : "Name";
            for (Map.Entry<String, JsonNode> each : value.properties()) {
                open(element);
                element(key, each.getKey());
                element("Value", each.getValue());
                close(element);
            }
        } else {
            element(name, value);
        }
    }

    private void element(String name, JsonNode value) {
        if (value.isObject()) {
            open(name);
            members(value);
            close(name);
        } else {
            element(name, value.asString());
        }
    }

    private void element(String name, String text) {
        open(name);
        text.codePoints().forEach(this::character);
        close(name);
    }

    /** What XML cannot say is replaced: no client of AWS's sends it. */
    private void character(int point) {
        switch (point) {
            case '&' -> xml.append("&amp;");
            case '<' -> xml.append("&lt;");
            case '>' -> xml.append("&gt;");
            case '"' -> xml.append("&quot;");
            case '\r' -> xml.append("&#xD;"); // a reader makes a line feed of it otherwise
            default -> xml.appendCodePoint(MessageText.isAllowed(point) ? point : 0xFFFD);
        }
    }

    private void open(String element) {
        xml.append('<').append(element).append('>');
    }

    private void close(String element) {
        xml.append("</").append(element).append('>');
    }
}
