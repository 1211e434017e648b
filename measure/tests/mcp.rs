//! `measure mcp`, spoken to as a client does: a JSON-RPC message a line (Model Context Protocol, revision 2025-06-18).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]
#![cfg(feature = "mcp")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A client and its server.
struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last: u64,
}

impl Client {
    /// Starts a server and greets it.
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command.arg("mcp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut server = command.spawn().unwrap();
        let (input, output) = (server.stdin.take(), BufReader::new(server.stdout.take().unwrap()));
        let mut client = Self { server, input, output, last: 0 };
        let greeting = client.ask(
            "initialize",
            json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } }),
        );
        assert_eq!(greeting["result"]["serverInfo"]["name"], "wattpix");
        assert_eq!(greeting["result"]["protocolVersion"], "2025-06-18");
        assert!(greeting["result"]["capabilities"]["tools"].is_object(), "{greeting}");
        client.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        client
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.input.as_mut().unwrap(), "{message}").unwrap();
    }

    /// Asks and returns the answer; everything on standard output is a message.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.last, "method": method, "params": params }));
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!((&answer["jsonrpc"], &answer["id"]), (&json!("2.0"), &json!(self.last)), "{answer}");
        answer
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({ "name": tool, "arguments": arguments }))["result"].take()
    }

    /// Returns the text of a result that is no error, which spells the structure.
    fn text(&mut self, tool: &str, arguments: Value) -> String {
        let result = self.call(tool, arguments);
        assert_eq!(result["isError"], false, "{result}");
        let text = result["content"][0]["text"].as_str().unwrap().to_owned();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), result["structuredContent"]);
        text
    }

    /// Returns the message of a refusal.
    fn refusal(&mut self, tool: &str, arguments: Value) -> String {
        let result = self.call(tool, arguments);
        assert_eq!(result["isError"], true, "{result}");
        result["content"][0]["text"].as_str().unwrap().to_owned()
    }

    fn tools(&mut self) -> Vec<Value> {
        self.ask("tools/list", json!({}))["result"]["tools"].as_array().unwrap().clone()
    }

    /// Ends the input; the server ends with success and said nothing beside the protocol.
    fn end(mut self) {
        drop(self.input.take());
        let output = self.server.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), String::from_utf8(output.stderr).unwrap()),
            (Some(0), String::new())
        );
    }
}

/// Returns what the command line prints.
fn printed(arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments.split(' ')).output().unwrap();
    let text = if output.status.success() { output.stdout } else { output.stderr };
    String::from_utf8(text).unwrap().trim_end().to_owned()
}

#[test]
fn results_are_those_of_the_command_line() {
    let mut client = Client::start();
    for (tool, arguments, command) in [
        (
            "estimate",
            json!({ "model": "flux1-dev", "gpu": "a100" }),
            "estimate --model flux1-dev --gpu a100 --json",
        ),
        (
            "estimate",
            json!({ "model": "sdxl", "gpu": "RTX 4090", "steps": 30, "guidance": false, "boundary": "gross", "zone": "FRA", "pue": 1.2, "price": "0.2", "like": "web-search" }),
            "estimate --model sdxl --gpu rtx-4090 --steps 30 --guidance off --boundary gross --zone FRA --pue 1.2 --price 0.2 --like web-search --json",
        ),
        (
            "estimate",
            json!({ "model": "flux1-dev", "gpu": "a6000", "coefficients": 1, "fit": null }),
            "estimate --model flux1-dev --gpu a6000 --coefficients 1 --json",
        ),
        (
            "estimate",
            json!({ "model": "wan2.1-t2v-14b", "gpu": "watts:285;fp16:110;bandwidth:500", "frames": 33 }),
            "estimate --model wan2.1-t2v-14b --gpu watts:285;fp16:110;bandwidth:500 --frames 33 --json",
        ),
        (
            "estimate",
            json!({ "model": "qwen-image-edit", "gpu": "h100", "references": 2, "weights": "q8", "offload": "model", "vae_tiling": true, "skipped": 0.25 }),
            "estimate --model qwen-image-edit --gpu h100 --references 2 --weights q8 --offload model --vae-tiling on --skipped 0.25 --json",
        ),
        (
            "flops",
            json!({ "model": "qwen-image-edit", "references": 2, "reference_size": "512x768", "skipped": "0.5" }),
            "flops --model qwen-image-edit --references 2 --reference-size 512x768 --skipped 0.5 --json",
        ),
        (
            "flops",
            json!({ "model": "flux1-dev", "guidance": "on" }),
            "flops --model flux1-dev --guidance on --json",
        ),
        ("fits", json!({ "id": "public-data-1" }), ""),
    ] {
        let text = client.text(tool, arguments);
        match command {
            "" => assert!(text.starts_with(r#"{"schema":2,"id":"public-data-1""#), "{text:.80}"),
            _ => assert_eq!(text, printed(command)),
        }
    }
    client.end();
}

#[test]
fn messages_are_those_of_the_command_line() {
    let mut client = Client::start();
    for (arguments, command) in [
        (json!({ "model": "flux1-def", "gpu": "a100" }), "estimate --model flux1-def --gpu a100"),
        (
            json!({ "model": "sdxl", "gpu": "a100", "width": 1001 }),
            "estimate --model sdxl --gpu a100 --width 1001",
        ),
        (
            json!({ "model": "sdxl", "gpu": "v100", "precision": "fp8" }),
            "estimate --model sdxl --gpu v100 --precision fp8",
        ),
        (
            json!({ "model": "sdxl", "gpu": "a100", "zone": "Atlantis" }),
            "estimate --model sdxl --gpu a100 --zone Atlantis",
        ),
        (
            json!({ "model": "sdxl", "gpu": "a100", "fit": "none" }),
            "estimate --model sdxl --gpu a100 --fit none",
        ),
        (json!({ "model": "midjourney", "gpu": "a100" }), "estimate --model midjourney --gpu a100"),
    ] {
        assert_eq!(format!("measure: {}", client.refusal("estimate", arguments)), printed(command));
    }
    assert!(client.refusal("estimate", json!({ "gpu": "a100" })).contains("model"));
    let unknown = client.refusal("estimate", json!({ "model": "sdxl", "gpu": "a100", "stepz": 3 }));
    assert!(unknown.starts_with("unknown argument 'stepz'; choose model, gpu, "), "{unknown}");
    // A file is not read, whatever it is called.
    let file = client
        .refusal("estimate", json!({ "model": "sdxl", "gpu": "a100", "fit": "./fitted/public-data-1.json" }));
    assert!(file.contains("is not available; choose one of"), "{file}");
    let list = client.refusal("estimate", json!({ "model": ["sdxl"], "gpu": "a100" }));
    assert!(list.contains("expected text or a number"), "{list}");
    let tool = client.ask("tools/call", json!({ "name": "estimates", "arguments": {} }));
    assert!(tool["error"]["message"].as_str().unwrap().contains("choose estimate, compare"), "{tool}");
    client.end();
}

#[test]
fn comparisons_have_one_boundary() {
    let mut client = Client::start();
    let pair = |boundary: &str| {
        json!({ "configurations": [
            { "model": "flux1-dev", "gpu": "a100" },
            { "model": "sdxl", "gpu": "h100", "boundary": boundary },
        ] })
    };
    let compared: Value = serde_json::from_str(&client.text("compare", pair("net"))).unwrap();
    let [first, second] = [0, 1].map(|place| compared["estimates"][place]["wh_per_image"].as_f64().unwrap());
    assert_eq!(compared["wh_ratios"], json!([1.0, second / first]));
    assert!(
        client.refusal("compare", pair("gross")).starts_with("boundaries net and gross cannot be compared")
    );
    let one = client.refusal("compare", json!({ "configurations": [{ "model": "sdxl", "gpu": "h100" }] }));
    assert_eq!(one, "1 configurations; give from 2 to 16");
    let bad =
        json!({ "configurations": [{ "model": "sdxl", "gpu": "h100" }, { "model": "sdxl", "gpu": "h101" }] });
    assert!(client.refusal("compare", bad).starts_with("configuration 2: "));
    client.end();
}

#[test]
fn results_keep_to_the_schemas_that_are_announced() {
    let mut client = Client::start();
    let arguments = json!({ "model": "flux1-dev", "gpu": "a100", "zone": "FRA", "like": "web-search" });
    let calls = [
        ("estimate", arguments.clone()),
        ("explain", arguments.clone()),
        ("compare", json!({ "configurations": [arguments, { "model": "ltx-video", "gpu": "h100" }] })),
        ("flops", json!({ "model": "sd1.5", "batch": 2 })),
        ("models", json!({ "family": "u-net" })),
        ("models", json!({ "id": "sdxl" })),
        ("gpus", json!({ "maker": "amd" })),
        ("gpus", json!({ "id": "h100" })),
        ("fits", json!({})),
    ];
    let tools = client.tools();
    assert_eq!(tools.len(), 7);
    for (name, arguments) in calls {
        let tool = tools.iter().find(|tool| tool["name"] == name).unwrap();
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{name}");
        let input = jsonschema::validator_for(&tool["inputSchema"]).unwrap();
        assert!(input.is_valid(&arguments), "{name}: {arguments}");
        assert!(!input.is_valid(&json!({ "stepz": 1 })), "{name}");
        for (argument, about) in tool["inputSchema"]["properties"].as_object().unwrap() {
            assert!(about["description"].as_str().is_some_and(|text| text.len() > 8), "{name} {argument}");
        }
        let result: Value = serde_json::from_str(&client.text(name, arguments)).unwrap();
        if let Some(schema) = tool.get("outputSchema") {
            let output = jsonschema::validator_for(schema).unwrap();
            let errors: Vec<String> = output.iter_errors(&result).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{name}");
            assert!(!output.is_valid(&json!({})), "{name}");
        }
    }
    client.end();
}

#[test]
fn lists_are_short_enough_to_read() {
    let mut client = Client::start();
    for name in ["models", "gpus", "fits"] {
        let text = client.text(name, json!({}));
        assert!(text.len() < 64_000 && !text.contains("\"sources\""), "{name}: {} bytes", text.len());
    }
    client.end();
}
