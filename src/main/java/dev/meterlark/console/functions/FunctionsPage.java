package dev.meterlark.console.functions;

import dev.meterlark.billing.UsageReport;
import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionList;
import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.function.Packages;
import dev.meterlark.function.packages.PackageUpload;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The account's functions, and the way to a new one. */
@Room
class FunctionsPage {

    private static final int SHOWN = 100;

    private final Functions functions;
    private final Packages packages;
    private final FunctionRooms rooms;
    private final FunctionOverview overview;
    private final Runtimes runtimes;

    FunctionsPage(
            Functions functions,
            Packages packages,
            FunctionRooms rooms,
            FunctionOverview overview,
            Runtimes runtimes) {
        this.functions = functions;
        this.packages = packages;
        this.rooms = rooms;
        this.overview = overview;
        this.runtimes = runtimes;
    }

    @GetMapping("/functions")
    @Access(Permission.FUNCTIONS_READ)
    String list(Caller caller, Model model) {
        FunctionList list = functions.list(caller, null, SHOWN);
        Map<FunctionId, UsageReport.Item> used =
                caller.may(Permission.USAGE_READ) ? monthByFunction(caller) : Map.of();
        model.addAttribute(
                "functions",
                list.items().stream()
                        .map(each -> FunctionRow.of(each, used.get(FunctionId.parse(each.id()))))
                        .toList());
        model.addAttribute("more", list.nextCursor() != null);
        return "functions/functions";
    }

    @GetMapping("/functions/new")
    @Access(Permission.FUNCTIONS_WRITE)
    String blank(Model model) {
        return form(NewFunction.BLANK, model);
    }

    /** With its code, or not at all. */
    @PostMapping("/functions")
    @Access(Permission.FUNCTIONS_WRITE)
    Object make(
            Caller caller,
            @ModelAttribute NewFunction wanted,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            HttpServletResponse response,
            Model model)
            throws IOException {
        try {
            String name = make(caller, wanted, file);
            String next = "/functions/" + name;
            return htmx == null
                    ? "redirect:" + next
                    : ResponseEntity.noContent().header("HX-Redirect", next).build();
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return form(wanted, model);
        }
    }

    private String make(Caller caller, NewFunction wanted, @Nullable MultipartFile file)
            throws IOException {
        FunctionSettings settings = wanted.settings();
        PackageUpload upload = wanted.isOwnCode() ? own(file) : starter(wanted.runtime());
        FunctionView made = functions.create(caller, wanted.name(), settings);
        try {
            packages.upload(caller, made.name(), upload);
        } catch (RuntimeException e) {
            functions.delete(caller, made.name());
            throw e;
        }
        return made.name();
    }

    private static PackageUpload own(@Nullable MultipartFile file) throws IOException {
        if (file == null || file.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "choose a file with the code, or start from the ready one");
        }
        return new PackageUpload(
                file.getInputStream(), file.getOriginalFilename(), file.getContentType());
    }

    private PackageUpload starter(@Nullable String runtime) {
        Starter starter =
                runtimes.choices().stream()
                        .filter(choice -> choice.name().equals(runtime))
                        .findFirst()
                        .flatMap(choice -> Starter.of(choice.family()))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.REQUEST_INVALID,
                                                "there is no ready function for this runtime;"
                                                        + " upload your own code"));
        return new PackageUpload(
                new ByteArrayInputStream(starter.code()), starter.uploadName(), null);
    }

    private String form(NewFunction form, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("runtimes", runtimes.choices());
        model.addAttribute("starters", runtimes.starters());
        model.addAttribute("isolation", runtimes.isolation());
        rooms.addLimit(model);
        return "functions/function-new";
    }

    private Map<FunctionId, UsageReport.Item> monthByFunction(Caller caller) {
        List<UsageReport.Item> items = overview.month(caller).items();
        return items.stream()
                .filter(item -> item.used().function() != null)
                .collect(Collectors.toMap(item -> item.used().function(), item -> item));
    }
}
