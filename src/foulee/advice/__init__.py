"""From a firm's file and the knowledge base to the answer: verdict, focus and three years ahead."""
