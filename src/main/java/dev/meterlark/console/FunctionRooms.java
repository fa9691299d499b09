package dev.meterlark.console;

import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.util.unit.DataSize;

/** What all pages of one function have in common. */
@Component
public class FunctionRooms {

    private final Functions functions;
    private final DataSize codeLimit;

    FunctionRooms(
            Functions functions,
            @Value("${meterlark.function.upload-size:50MB}") DataSize codeLimit) {
        this.functions = functions;
        this.codeLimit = codeLimit;
    }

    /** The function that a page is about. */
    public record Room(FunctionId id, FunctionView function) {}

    /** Refused like an unknown one when the function is another account's. */
    public Room enter(Caller caller, String name, Model model) {
        FunctionView function = functions.show(caller, name);
        model.addAttribute("fn", FunctionHead.of(function));
        addLimit(model);
        return new Room(FunctionId.parse(function.id()), function);
    }

    public void addLimit(Model model) {
        model.addAttribute("codeLimit", Show.bytes(codeLimit.toBytes()));
        model.addAttribute("codeLimitBytes", codeLimit.toBytes());
    }
}
