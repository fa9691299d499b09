package dev.meterlark.invocation.web;

import dev.meterlark.edge.Access;
import dev.meterlark.edge.AuditTrail;
import dev.meterlark.invocation.Composer;
import dev.meterlark.invocation.PipelineNames;
import dev.meterlark.invocation.RunInHand;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Runs of pipelines that this node has in hand: somebody waits for them, or the queue does. */
@RestController
class RunController {

    private final Composer composer;
    private final PipelineNames pipelines;
    private final AuditTrail audit;

    RunController(Composer composer, PipelineNames pipelines, AuditTrail audit) {
        this.composer = composer;
        this.pipelines = pipelines;
        this.audit = audit;
    }

    /** No more than an account may have at once, so that all of them are one page. */
    @GetMapping("/api/v1/pipelines/{name}/runs")
    @Access(Permission.FUNCTIONS_READ)
    Runs runs(Caller caller, @PathVariable String name) {
        FunctionId pipeline =
                pipelines
                        .pipelineId(caller.account(), name)
                        .orElseThrow(() -> unknown("there is no such pipeline in this account"));
        return new Runs(
                composer.running(caller.account(), pipeline).stream().map(Run::of).toList(), null);
    }

    @DeleteMapping("/api/v1/pipelines/{name}/runs/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_INVOKE)
    void cancel(Caller caller, @PathVariable String name, @PathVariable String id) {
        boolean cancelled =
                runs(caller, name).items.stream().anyMatch(run -> run.id.equals(id))
                        && composer.cancel(caller.account(), InvocationId.parse(id));
        if (!cancelled) {
            throw unknown("there is no such run of the pipeline in hand on this node");
        }
        audit.record(caller, "invocation.cancelled", "pipeline:" + name, Map.of("call", id));
    }

    record Runs(List<Run> items, @Nullable String nextCursor) {}

    /**
     * @param version {@code $LATEST} or a number
     */
    record Run(String id, String version, Instant startedAt) {

        static Run of(RunInHand run) {
            return new Run(run.id().toString(), run.version(), run.startedAt());
        }
    }

    private static RefusedException unknown(String text) {
        return new RefusedException(ErrorCode.NOT_FOUND, text);
    }
}
