package dev.meterlark.nodes.web;

import dev.meterlark.edge.Access;
import dev.meterlark.nodes.Node;
import dev.meterlark.nodes.Nodes;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** What the page of nodes shows, for programs. */
@RestController
class NodeController {

    private final Nodes nodes;

    NodeController(Nodes nodes) {
        this.nodes = nodes;
    }

    /** All of them at once, up to 200: those heard of last. */
    @GetMapping("/api/v1/admin/nodes")
    @Access(Permission.OPERATE)
    Listed all() {
        return new Listed(nodes.all(), null);
    }

    /**
     * @param nextCursor always null: there is no other page
     */
    record Listed(List<Node> items, @Nullable String nextCursor) {}
}
