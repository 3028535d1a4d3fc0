"""LiteLLM, LangChain, LlamaIndex and Pydantic: the real packages, and a service on loopback where one is called."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import pytest
from upstream import Upstream

import sanitize
from sanitize.prompts import INCOMING

os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else importing it asks the network

MARKED = "Today\u2019s p\u0430th\u200b"
PROMPT = "Today's path"
FILE = "Today\u2019s p\u0430th"


class TestPydantic:
    pydantic = None

    @pytest.fixture(autouse=True)
    def _needs(self):
        self.pydantic = pytest.importorskip("pydantic", reason="needs sanitize-text[test-integrations]")

    def test_fields(self):
        class Note(self.pydantic.BaseModel):
            title: Annotated[str, sanitize.Clean()]
            body: Annotated[str, sanitize.Clean("text")]
            raw: str
            tags: list[Annotated[str, sanitize.Clean()]] = []  # noqa: RUF012 - Pydantic copies it
            short: Annotated[str, sanitize.Clean(), self.pydantic.Field(max_length=4)] = ""
            maybe: Annotated[str | None, self.pydantic.Field()] = None

        note = Note(title=MARKED, body=MARKED, raw=MARKED, tags=[MARKED])
        assert (note.title, note.body, note.raw, note.tags) == (PROMPT, "Today\u2019s path", MARKED, [PROMPT])
        assert Note.model_json_schema()["properties"]["title"] == {"title": "Title", "type": "string"}
        with pytest.raises(self.pydantic.ValidationError):
            Note(title=3, body="", raw="")

    def test_a_clean_text_is_the_same_object(self):
        text = "nothing to do"
        assert self.pydantic.TypeAdapter(Annotated[str, sanitize.Clean()]).validate_python(text) is text

    def test_a_wrong_policy_is_said_at_once(self):
        with pytest.raises(ValueError, match="choose one of prompt"):
            sanitize.Clean("nope")


class TestLangChain:
    @pytest.fixture(autouse=True)
    def _needs(self):
        pytest.importorskip("langchain_core", reason="needs sanitize-text[test-integrations]")
        from langchain_core import messages, prompts
        from langchain_core.language_models.fake_chat_models import GenericFakeChatModel

        from sanitize.integrations.langchain_runnable import CleanMessages

        self.messages, self.prompts, self.model, self.clean = messages, prompts, GenericFakeChatModel, CleanMessages

    def test_messages_by_whose_they_are(self):
        m = self.messages
        call = {"name": "edit", "args": {"old": MARKED}, "id": "i\u200b", "type": "tool_call"}
        given = [
            m.SystemMessage(MARKED),
            m.HumanMessage([{"type": "text", "text": MARKED}]),
            m.AIMessage(MARKED, tool_calls=[call]),
            m.ToolMessage(MARKED, tool_call_id="i\u200b"),
        ]
        made = self.clean().invoke(given)
        assert [type(message) for message in made] == [type(message) for message in given]
        assert made[0].content == PROMPT
        assert made[1].content == [{"type": "text", "text": PROMPT}]
        assert (made[2].content, made[2].tool_calls) == (PROMPT, [{**call, "args": {"old": FILE}}])
        assert (made[3].content, made[3].tool_call_id) == (FILE, "i\u200b")

    def test_clean_messages_are_the_same_objects(self):
        given = [self.messages.HumanMessage("nothing to do")]
        assert self.clean().invoke(given) is given
        assert self.clean().invoke(given[0]) is given[0]

    def test_in_a_chain(self):
        seen = []
        model = self.model(messages=iter([self.messages.AIMessage(f"Your {MARKED} is fine")]))
        prompt = self.prompts.ChatPromptTemplate.from_messages([("system", MARKED), ("human", "{text}")])
        chain = prompt | self.clean() | (lambda value: seen.append(value) or value) | model | self.clean(INCOMING)
        answer = chain.invoke({"text": MARKED})
        assert [message.content for message in seen[0].to_messages()] == [PROMPT, PROMPT]
        assert answer.content == "Your Today\u2019s path is fine"

    def test_streamed(self):
        said = f"Your {MARKED} is\nfine and so on"
        chain = self.model(messages=iter([self.messages.AIMessage(said)])) | self.clean(INCOMING)
        chunks = list(chain.stream("hello"))
        assert len(chunks) > 2
        assert "".join(chunk.content for chunk in chunks) == sanitize.clean(said, "text")

        async def main():
            chain = self.model(messages=iter([self.messages.AIMessage(said)])) | self.clean(INCOMING)
            return "".join([chunk.content async for chunk in chain.astream("hello")])

        assert asyncio.run(main()) == sanitize.clean(said, "text")


class TestLlamaIndex:
    def test_nodes(self):
        pytest.importorskip("llama_index.core", reason="needs sanitize-text[test-integrations]")
        from llama_index.core.ingestion import IngestionPipeline
        from llama_index.core.schema import TextNode

        from sanitize.integrations.llama_index_transform import CleanNodes

        (made,) = IngestionPipeline(transformations=[CleanNodes()]).run(nodes=[TextNode(text=MARKED, id_="n")])
        assert (made.text, made.id_) == (FILE, "n")
        (made,) = IngestionPipeline(transformations=[CleanNodes(policy="prompt")]).run(nodes=[TextNode(text=MARKED)])
        assert made.text == PROMPT


CONFIG = """
model_list:
  - model_name: m
    litellm_params: {{model: openai/m, api_base: "{url}/v1", api_key: k}}
  - model_name: claude
    litellm_params: {{model: anthropic/claude-x, api_base: "{url}", api_key: k}}
guardrails:
  - guardrail_name: sanitize
    litellm_params:
      guardrail: sanitize.integrations.litellm_guardrail.SanitizeGuardrail
      mode: [pre_call, post_call]
      default_on: true
"""


@pytest.fixture(scope="module")
def upstream():
    with Upstream() as service:
        yield service


@pytest.fixture(scope="module")
def proxy(upstream, tmp_path_factory):
    litellm = os.environ.get("SANITIZE_LITELLM") or shutil.which("litellm", path=str(Path(sys.executable).parent))
    if not litellm or not (Path(litellm).parent / "granian").exists():
        pytest.skip("needs the command litellm of litellm[proxy], beside Python or named by SANITIZE_LITELLM")
    folder = tmp_path_factory.mktemp("litellm")
    (folder / "config.yaml").write_text(CONFIG.format(url=upstream.url))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    key = f"sk-{secrets.token_hex(32)}"
    environment = {**os.environ, "LITELLM_MASTER_KEY": key, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "NO_DOCS": "True"}
    with (folder / "log").open("wb") as out:
        process = subprocess.Popen(
            [litellm, "--config", "config.yaml", "--host", "127.0.0.1", "--port", str(port), "--telemetry", "False"],
            cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=environment,
        )  # fmt: skip
        try:
            for _ in range(1800):
                assert process.poll() is None, (folder / "log").read_text()[-2000:]
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", key
        finally:
            process.terminate()
            process.wait(20)


class TestLiteLLM:
    """The guardrail in LiteLLM's proxy, as its configuration names it, and through ``apply_guardrail``."""

    @pytest.fixture
    def session(self, proxy):
        openai = pytest.importorskip("openai", reason="needs sanitize-text[test-integrations]")
        url, key = proxy
        with openai.OpenAI(api_key=key, base_url=f"{url}/v1", timeout=60) as session:
            yield session

    MESSAGES = (
        {"role": "system", "content": MARKED},
        {"role": "user", "content": [{"type": "text", "text": MARKED}]},
        {"role": "assistant", "content": None, "tool_calls": [
            {"id": "c", "type": "function", "function": {"name": "f", "arguments": json.dumps({"x": MARKED})}}]},
        {"role": "tool", "tool_call_id": "c", "content": MARKED},
    )  # fmt: skip

    def test_requests_by_whose_text_it_is(self, session, upstream):
        made = session.chat.completions.create(model="m", messages=self.MESSAGES)
        system, user, assistant, tool = json.loads(upstream.received[-1].body)["messages"]
        assert (system["content"], user["content"][0]["text"], tool["content"]) == (PROMPT, PROMPT, FILE)
        assert json.loads(assistant["tool_calls"][0]["function"]["arguments"]) == {"x": FILE}
        message = made.choices[0].message
        assert message.content == sanitize.clean(upstream.say, "text")
        assert json.loads(message.tool_calls[0].function.arguments) == {"old": "ab \u2019", "new": "cd"}

    def test_streams(self, session, upstream):
        stream = session.chat.completions.create(model="m", messages=self.MESSAGES, stream=True)
        deltas = [chunk.choices[0].delta for chunk in stream if chunk.choices]
        assert "".join(delta.content or "" for delta in deltas) == sanitize.clean(upstream.say, "text")
        arguments = "".join(call.function.arguments for delta in deltas for call in delta.tool_calls or ())
        assert json.loads(arguments) == {"old": "ab \u2019", "new": "cd"}

    def test_anthropic_s_shape(self, proxy, upstream):
        anthropic = pytest.importorskip("anthropic", reason="needs sanitize-text[test-integrations]")
        url, key = proxy
        with anthropic.Anthropic(api_key=key, base_url=url, timeout=60) as session:
            made = session.messages.create(
                model="claude", max_tokens=9, system=MARKED, messages=[{"role": "user", "content": MARKED}]
            )
            with session.messages.stream(
                model="claude", max_tokens=9, messages=[{"role": "user", "content": MARKED}]
            ) as stream:
                text = "".join(stream.text_stream)
        bodies = [json.loads(got.body) for got in upstream.received[-2:]]
        assert bodies[0]["system"] in (PROMPT, [{"type": "text", "text": PROMPT}])
        assert all(MARKED not in json.dumps(body, ensure_ascii=False) for body in bodies)
        wanted = sanitize.clean(upstream.say, "text")
        assert [block.text for block in made.content if block.type == "text"] == [wanted]
        assert text == wanted

    def test_apply_guardrail(self):
        pytest.importorskip("litellm", reason="needs sanitize-text[test-integrations]")
        from sanitize.integrations.litellm_guardrail import SanitizeGuardrail

        guardrail = SanitizeGuardrail(guardrail_name="sanitize")
        data = {"messages": [*list(self.MESSAGES[:2]), {"role": "tool", "content": "f " + MARKED}]}
        inputs = {"texts": [MARKED, "f " + MARKED], "model": "m"}
        made = asyncio.run(guardrail.apply_guardrail(inputs, data, "request"))
        assert made == {"texts": [PROMPT, "f " + FILE], "model": "m"}
        made = asyncio.run(guardrail.apply_guardrail({"texts": [MARKED]}, {}, "response"))
        assert made == {"texts": ["Today\u2019s path"]}

    @pytest.mark.parametrize("fail", ["closed", "open"])
    def test_what_cannot_be_cleaned(self, fail, tmp_path):
        pytest.importorskip("litellm", reason="needs sanitize-text[test-integrations]")
        fastapi = pytest.importorskip("fastapi", reason="needs sanitize-text[test-integrations]")
        from sanitize.integrations.litellm_guardrail import SanitizeGuardrail

        guardrail = SanitizeGuardrail(guardrail_name="sanitize", fail=fail, audit=str(tmp_path / "nowhere" / "log"))
        call = guardrail.async_pre_call_hook(
            None, None, {"messages": [{"role": "user", "content": MARKED}]}, "completion"
        )
        if fail == "open":
            assert asyncio.run(call)["messages"][0]["content"] == MARKED
        else:
            with pytest.raises(fastapi.HTTPException, match="sanitize"):
                asyncio.run(call)
