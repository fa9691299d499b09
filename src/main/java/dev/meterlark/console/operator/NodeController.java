package dev.meterlark.console.operator;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Permission;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

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
    Page<Nodes.Node> all() {
        return new Page<>(nodes.all(), null);
    }
}
