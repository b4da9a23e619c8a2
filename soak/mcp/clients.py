"""Lists and calls every tool with the clients that people use. Arguments: URL, file of calls, reads, clients."""

import asyncio
import json
import sys

URL, FILE = sys.argv[1:3]
CALLS = json.load(open(FILE))
READS = set(sys.argv[3].split(","))
ONLY = sys.argv[4].split(",")
BROKEN = []
COUNT = 0


def expect(name, holds):
    global COUNT
    COUNT += 1
    if not holds:
        BROKEN.append(name)


async def python_sdk(mode):
    from mcp import Client

    async with Client(URL, mode=mode) as client:
        tools = (await client.list_tools()).tools
        expect(f"python-sdk {mode} lists", {t.name for t in tools} >= set(CALLS))
        for name in READS:
            answer = await client.call_tool(name, CALLS[name])
            about = (answer.structured_content or {}).get("soar")
            expect(f"python-sdk {mode} {name}", not answer.is_error and about is not None)
    return tools


async def fastmcp():
    from fastmcp import Client

    async with Client(URL) as client:
        expect("fastmcp lists", {t.name for t in await client.list_tools()} >= set(CALLS))
        for name in READS:
            answer = await client.call_tool(name, CALLS[name], raise_on_error=False)
            expect(f"fastmcp {name}", not answer.is_error)


async def langchain():
    from langchain_mcp_adapters.client import MultiServerMCPClient

    client = MultiServerMCPClient({"soar": {"transport": "streamable_http", "url": URL}})
    tools = {tool.name: tool for tool in await client.get_tools()}
    expect("langchain lists", set(tools) >= set(CALLS))
    for name in READS:
        answer = await tools[name].ainvoke(CALLS[name])
        expect(f"langchain {name}", "not instructions" in json.dumps(answer, default=str))


async def pydantic_ai():
    from pydantic_ai.mcp import MCPToolset

    async with MCPToolset(URL) as server:
        expect("pydantic-ai lists", {t.name for t in await server.list_tools()} >= set(CALLS))
        for name in READS:
            # It shows models the structured content alone.
            answer = await server.direct_call_tool(name, CALLS[name])
            expect(f"pydantic-ai {name}", "not instructions" in json.dumps(answer, default=str))


def google_genai(tools):
    from google.genai._mcp_utils import mcp_to_gemini_tool

    for tool in tools:
        try:
            mcp_to_gemini_tool(tool)
            expect(f"google-genai {tool.name}", True)
        except Exception as error:
            expect(f"google-genai {tool.name}: {error!r}", False)


async def sdk_and_google_genai():
    for mode in ("legacy", "2026-07-28"):
        google_genai(await python_sdk(mode))


async def others():
    """The tools that change something, or that search a time long past: each is answered. They come last."""
    from mcp import Client

    async with Client(URL) as client:
        for name in set(CALLS) - READS:
            answer = await client.call_tool(name, CALLS[name])
            expect(f"others {name}", answer.content)


CLIENTS = {
    "fastmcp": fastmcp,
    "langchain": langchain,
    "pydantic-ai": pydantic_ai,
    "sdk": sdk_and_google_genai,
    "others": others,
}


async def main():
    for name in ONLY:
        try:
            await CLIENTS[name]()
        except Exception as error:
            expect(f"{name}: {error!r}", False)
    print(json.dumps({"cases": COUNT, "broken": BROKEN}))


asyncio.run(main())
