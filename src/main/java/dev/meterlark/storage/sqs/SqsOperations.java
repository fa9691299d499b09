package dev.meterlark.storage.sqs;

import static dev.meterlark.shared.Permission.STORAGE_MANAGE;
import static dev.meterlark.shared.Permission.STORAGE_READ;
import static dev.meterlark.shared.Permission.STORAGE_WRITE;
import static dev.meterlark.storage.sqs.SqsOperation.atOnce;

import dev.meterlark.storage.Shown;

import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.Map;

/** All that is offered, by AWS's names. */
@Component
class SqsOperations {

    private final Map<String, SqsOperation> byName = new HashMap<>();

    SqsOperations(
            QueueOperations queues,
            MessageOperations messages,
            BatchOperations batches,
            MoveOperations moves) {
        byName.put("CreateQueue", atOnce(STORAGE_MANAGE, queues::create));
        byName.put("GetQueueUrl", atOnce(STORAGE_READ, queues::getUrl));
        byName.put("ListQueues", atOnce(STORAGE_READ, queues::list));
        byName.put("ListDeadLetterSourceQueues", atOnce(STORAGE_READ, queues::deadLetterSources));
        byName.put("DeleteQueue", atOnce(STORAGE_MANAGE, queues::delete));
        byName.put("PurgeQueue", atOnce(STORAGE_MANAGE, queues::purge));
        byName.put("GetQueueAttributes", atOnce(STORAGE_READ, queues::getAttributes));
        byName.put("SetQueueAttributes", atOnce(STORAGE_MANAGE, queues::setAttributes));
        byName.put("ListQueueTags", atOnce(STORAGE_READ, queues::tags));
        byName.put("TagQueue", atOnce(STORAGE_MANAGE, queues::tag));
        byName.put("UntagQueue", atOnce(STORAGE_MANAGE, queues::untag));
        byName.put("SendMessage", atOnce(STORAGE_WRITE, messages::send));
        byName.put("ReceiveMessage", new SqsOperation(STORAGE_WRITE, messages::receive));
        byName.put("DeleteMessage", atOnce(STORAGE_WRITE, messages::delete));
        byName.put("ChangeMessageVisibility", atOnce(STORAGE_WRITE, messages::changeVisibility));
        byName.put("SendMessageBatch", atOnce(STORAGE_WRITE, batches::send));
        byName.put("DeleteMessageBatch", atOnce(STORAGE_WRITE, batches::delete));
        byName.put(
                "ChangeMessageVisibilityBatch", atOnce(STORAGE_WRITE, batches::changeVisibility));
        byName.put("StartMessageMoveTask", atOnce(STORAGE_MANAGE, moves::start));
        byName.put("ListMessageMoveTasks", atOnce(STORAGE_READ, moves::list));
        byName.put("CancelMessageMoveTask", atOnce(STORAGE_MANAGE, moves::cancel));
    }

    SqsOperation named(String action) {
        SqsOperation found = byName.get(action);
        if (found == null) {
            throw new SqsException(
                    SqsError.UNKNOWN_OPERATION,
                    "The action %s is not valid for this endpoint.".formatted(Shown.text(action)));
        }
        return found;
    }
}
